"""Evaluations: whether a group changed beside a group to compare it with. About groups, never about one student; a
study with a few cases lives in `studies`, and what is asked of students in `reflections`."""
