"""May this person do that? Yes, or no with the sentence that says why and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """True or false, and the sentence a person reads when it is false."""

    allowed: bool
    sentence: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(sentence: str) -> Verdict:
    return Verdict(False, str(sentence))


class Refused(Exception):  # noqa: N818  a person is refused; it is not an error
    """The person may not do this. Its text is the verdict's sentence."""


def require(verdict: Verdict) -> None:
    """Go on when the verdict is yes.

    Raises Refused with the verdict's sentence when it is no.
    """
    if not verdict:
        raise Refused(verdict.sentence)
