"""OneRoster 1.1 and 1.2 CSV packages, bulk and delta. Standard: 1EdTech OneRoster CSV tables.

Only reads; of users it keeps what a school timetable needs. Passwords, profiles, demographics,
contact details, resources and gradebook files are never opened.
"""
