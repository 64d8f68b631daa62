"""What stops an allowed person: the state of things, said with a next step."""

from __future__ import annotations


class Problem(Exception):  # noqa: N818  a state of things, said to a person
    """The action is allowed but cannot be done now. Its text is for the person who asked."""


class Conflict(Problem):
    """Somebody else changed the same thing meanwhile. Nothing was overwritten.

    ``theirs`` is what stands now, ``yours`` what was about to be written.
    """

    def __init__(self, sentence: str, *, theirs: object = None, yours: object = None) -> None:
        super().__init__(sentence)
        self.theirs = theirs
        self.yours = yours
