/**
 * On a phone the plan opens by student: a week of columns does not fit a hand.
 * Whoever asks for the week by its own address gets the week.
 */
export function betterView(address, isNarrow) {
  const url = new URL(address);
  if (!isNarrow || !/\/draft\/\d+\/$/.test(url.pathname) || url.searchParams.has("view")) return null;
  url.searchParams.set("view", "students");
  return url.href;
}

const better = betterView(location.href, matchMedia("(max-width: 40em)").matches);
if (better) location.replace(better);
