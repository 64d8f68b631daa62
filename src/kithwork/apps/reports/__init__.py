"""What leaves on paper, one folder per report, each made for one reader.

A report builds its own page object from what its viewer may see; it changes nothing.
"""
