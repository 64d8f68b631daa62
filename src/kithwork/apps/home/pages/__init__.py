"""One address, one page for each role."""
