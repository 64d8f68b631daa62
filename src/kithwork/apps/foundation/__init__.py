"""The words every room shares: who looks, what they may, what went wrong, what time it is.

No tables and no pages here, and nothing that knows a school: only the sentence
"this person may, because" and its parts.
"""
