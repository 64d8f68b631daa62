"""Outside systems: the file formats we read and write, one folder each.

Readers here are pure (bytes in; typed rows and faults out) and touch no table. What the rows
change is decided in the rooms below; the pages that join the two stand here as well.
"""
