"""Watching a job and stopping it."""
