"""A school's holiday calendar as an uploaded .ics file: all-day events only, never fetched."""
