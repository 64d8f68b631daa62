"""Cards and sheets for the sessions of a run: pair cards, coach cards, point sheets, tally sheets."""
