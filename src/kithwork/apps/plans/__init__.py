"""Asking the matching for a plan, understanding it, repairing it, and publishing it.

The only room that talks to `kithwork.matching`. The library sees opaque ids;
names are added back here, for the person who may see them.
"""
