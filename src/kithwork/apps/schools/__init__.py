"""A school as a place and a timetable: district, years, terms, bells, calendar, limits.

It knows no person: who learns and works there is in `people`.
"""
