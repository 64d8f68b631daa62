"""Students, staff, sections and timetables, and who may see which student.

The roster and its import live here, and the Access rows with their reasons.
What a student wants or can give is upstairs, in `needs` and `peers`.
"""
