"""School Data Sync CSV, v1 (six files joined by SIS ID) and v2.1 (a cousin of OneRoster).

Passwords, birth dates, homes, demographics and userFlags (which say IEP and free lunch) are
never read: the files that hold nothing else are not even opened.
"""
