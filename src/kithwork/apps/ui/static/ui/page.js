/** What every page does: theme, names, find, toasts, grids, focus after a swap. Each part finds its places by data- attributes. */
import { hideNames } from "./hide_names.js";
import { find } from "./find.js";
import { toasts } from "./toast.js";
import { grids } from "./grid.js";
import { theme } from "./theme.js";
import { focus } from "./focus.js";

for (const begin of [theme, hideNames, find, toasts, grids, focus]) begin(document);
