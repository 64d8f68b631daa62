/** A figure wider than the screen opens at its newest points. Without this script it opens at the first ones. */
for (const plot of document.querySelectorAll("[data-newest]")) plot.scrollLeft = plot.scrollWidth;
