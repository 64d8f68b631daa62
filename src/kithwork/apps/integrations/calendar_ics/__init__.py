"""Calendar feeds out (RFC 5545, 7986): times and neutral titles, and nobody's name.

A feed's address is a secret that whoever holds it can read, and calendars show on
lock screens. So a title says "period 3" and the rest waits behind a sign-in.
"""
