"""What is followed of one student: measures, their goals, and their series over the phases of a run.

Where the numbers come from is one module each in `sources`. How a series is shown, and what a rule makes of it,
is said on the floors above.
"""
