"""Friendships: who a class names as friends before and after, for the few adults who asked, and for a year only.

Only whom one likes to be with is ever asked. Whom a student would rather not be with is a wish of the quiet wing, and
this room knows nothing of it. No student and no family is ever shown an answer, not even their own.
"""
