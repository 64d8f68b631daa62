"""Whole stories in a real browser: what a coordinator does from a roster to a published plan."""
