"""What decision rules propose of a run's data, and what adults made of it: accepted, changed or left, with a reason.

A rule never acts here: who said stop and whose permission ran out is `safety`'s. What surrounds a student is
looked at before the student is.
"""
