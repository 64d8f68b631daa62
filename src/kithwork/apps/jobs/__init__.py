"""Work that takes longer than a page should: a row a person can watch, and an engine that runs it.

The row is ours, because a person watches it and the trail names who asked. Running it is
an engine's business: a child process beside the server, or Celery on a broker when a
district outgrows one machine. What a job does lives in the room that asked for it.
"""
