"""The roster core: typed rows, what they would change, and the one transaction that changes it.

Readers of file formats stand above, in `integrations`, and hand their rows down. Nothing here
opens a file, and nothing above writes to the tables of a roster.
"""
