"""The reading half of the roster core: what every layout shares.

Ids, names, grades, dates and period expressions; faults; the choice of reader. What a roster
changes is decided in `people.roster`.
"""
