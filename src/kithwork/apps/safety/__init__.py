"""A student says stop, somebody is worried, and what pauses by itself until an adult has looked.

What a pause means for coming times is `runs`; here is who said what, who was told, and what became of it.
"""
