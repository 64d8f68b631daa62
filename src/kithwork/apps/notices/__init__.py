"""Messages waiting to be sent, in plain words, to one person each.

It knows nothing of why a message was left: a room that has something to say
calls `leave_notice`, and nothing leaves before the change that caused it is kept.
"""
