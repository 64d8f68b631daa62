"""Studies: a design, sealed starts, what is still needed, a masked second reading, and a report others can repeat.

Data come from files (published, or a school's own from paper) or are written in session by session. Cases bear
codes, never names. Numbers, ratings and sentences are the evidence library's; this room keeps what goes in, who
did what when, and who may know which part of it.
"""
