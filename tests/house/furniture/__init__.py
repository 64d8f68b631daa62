"""Rows for every room, so that each of its doors opens on something."""
