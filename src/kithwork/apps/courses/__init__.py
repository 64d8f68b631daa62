"""The Peer Collaboration course (P11): a cohort with units, placements, journals, a seminar, a portfolio of one's own.

The course grades what a student does in the course. It never grades from a partner's progress, nor from the inventory.
"""
