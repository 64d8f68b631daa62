"""Needs and volunteers from a spreadsheet: who each row is about, what it would change, doing it.

The file is read by `roster_sheet.program`; here its rows meet the school's own students. A row
that could mean two people is refused with the mend, never guessed. Nothing in a list closes,
removes or ends anything: it adds and changes.
"""
