"""The steps of a plan: ask, watch, compare, review, publish, and cover a gap."""
