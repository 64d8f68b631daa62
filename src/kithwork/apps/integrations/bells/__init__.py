"""Bell schedules from JSON or CSV: named day types, each a list of (label, start, end, kind)."""
