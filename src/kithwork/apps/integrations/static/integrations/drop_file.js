/**
 * Lets a file be dropped anywhere on a `.droparea`; the file input inside gets it.
 * Without this script the input works by itself.
 */

/** Put dropped files into the area's own input. Returns how many it took. */
export function take(area, files) {
  const input = area.querySelector('input[type="file"]');
  if (!input || files.length === 0) return 0;
  const kept = new DataTransfer();
  for (const file of input.multiple ? files : [files[0]]) kept.items.add(file);
  input.files = kept.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return kept.files.length;
}

function watch(area) {
  const over = (is) => (event) => {
    event.preventDefault();
    area.classList.toggle("is-over", is);
  };
  area.addEventListener("dragenter", over(true));
  area.addEventListener("dragover", over(true));
  area.addEventListener("dragleave", over(false));
  area.addEventListener("drop", (event) => {
    over(false)(event);
    take(area, [...event.dataTransfer.files]);
  });
}

for (const area of document.querySelectorAll(".droparea")) watch(area);
