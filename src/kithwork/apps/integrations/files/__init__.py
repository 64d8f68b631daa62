"""Opening what somebody uploaded, without trusting it: archives, encodings, tables, workbooks.

Knows nothing of rosters. Everything that is wrong comes back as a sentence.
"""
