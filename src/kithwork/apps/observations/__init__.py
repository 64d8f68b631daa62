"""Watching: what can be observed and how, who observes whom and when, what a device recorded, whether two agree.

What was recorded is kept byte for byte and read afterwards. It is not for what the numbers mean for a student
(that is `progress`), nor for what an adult says of a session in half a minute (that is the log, in `runs`).
"""
