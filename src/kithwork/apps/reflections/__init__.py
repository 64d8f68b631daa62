"""Reflections: what students and the adults beside them say, in waves, with any response mode and a skip each.

A questionnaire is a file. Who has no permission is not asked, and who takes it back is out of every result.
"""
