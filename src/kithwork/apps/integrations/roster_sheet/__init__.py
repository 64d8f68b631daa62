"""Any CSV, TSV or XLSX that people really have, through a column mapper.

A guess is only ever a suggestion on the screen: what a column means is confirmed by a person, or
remembered from the last time they did. Columns that look private are pre-set to "do not read".
"""
