"""The first page of each role: what is happening today, and what needs this person."""
