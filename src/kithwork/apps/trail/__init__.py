"""Who did what, and when: one line for every action, never changed and never removed.

It holds ids and field names, not what was written about a person. What a page
shows of it is the reader's business; what may be done is each room's policy.
"""
