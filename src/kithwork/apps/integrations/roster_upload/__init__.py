"""A roster brought in through a page: where the upload waits, what is read of it, what is shown.

The upload waits in quarantine, under a random name, for a day at most; after it is applied,
refused or dropped only its hash is kept.
"""
