"""The quiet wing: what a student wants and needs, and whom they would rather not be with.

Only the student's team reads it. The matching and the plan stand on it without
ever showing it: peers and families see cards.
"""
