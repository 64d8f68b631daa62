"""How students who do not type sign in: an enrolled device, a window an adult opened, a badge or four pictures.

Everybody of a class gets the same keys and the same pages of sign-in, whoever has a part in the program.
"""
