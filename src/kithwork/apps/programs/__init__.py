"""The program as a whole, above any one practice: what the school decided it is, who plans it and when they meet, who
approved what, what must be ready, how far it has grown, how it lasts, how it invites, and how another school may begin
from it.

It is not for what happens between students (those are `runs` and `events`), and it keeps nothing about one student.
"""
