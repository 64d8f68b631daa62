/** What every page does: theme, names, find, toasts, grids, focus after a swap, signs of life, letters left. Each part finds its places by data- attributes. */
import { hideNames } from "./hide_names.js";
import { find } from "./find.js";
import { toasts } from "./toast.js";
import { grids } from "./grid.js";
import { theme } from "./theme.js";
import { focus } from "./focus.js";
import { stillHere } from "./still_here.js";
import { early } from "./early.js";

for (const begin of [theme, hideNames, find, toasts, grids, focus, stillHere, early]) begin(document);

// After everything else: a page is ready before it looks for letters that were left.
addEventListener("load", async () => {
  const { outbox } = await import("./outbox.js");
  outbox(document);
});
