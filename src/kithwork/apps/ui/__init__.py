"""How every page looks and moves: the frame, the components, tokens, fonts, icons.

It knows roles and their navigation, and nothing of students or plans: rooms bring
the content and compose these parts.
"""
