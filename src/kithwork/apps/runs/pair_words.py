"""What the class-wide engine says by a code, in a sentence with names: broken rules and wishes that gave way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Coded(Protocol):
    """A code and whom it is about, as the engine tells a broken rule."""

    @property
    def code(self) -> str: ...
    @property
    def students(self) -> tuple[str, ...]: ...


# Said about pairs that are broken by hand, and about a draw that had to give way: the same words for both.
WORDS: dict[str, Promise] = {
    "do_not_pair": _("%(names)s may not be in one group. Their coordinator knows why."),
    "away": _("%(names)s: away, or no longer in this practice."),
    "missing": _("%(names)s has no place yet."),
    "twice": _("%(names)s has two places."),
    "lock": _("%(names)s were to stay together."),
    "size": _("%(names)s: a group is two or three students."),
    "seats": _("%(names)s: the turns name somebody else. Draw again."),
    "apart": _("%(names)s should rather be apart."),
    "repeat": _("%(names)s were partners not long ago."),
    "gap": _("%(names)s are further apart than this practice pairs."),
    "first": _("%(names)s: the other one should begin."),
    "trio": _("There are more groups of three than the number of students asks for."),
    "teams": _("The groups do not fill the teams this practice has."),
    "team_size": _("One team has more students than the other."),
    "balance": _("One team stands higher than the other: both should be able to win."),
    "no_reason": _("%(names)s has no place, and nobody said why."),
    "unknown": _("%(names)s is not in this class."),
}


def said_of(code: str, students: Iterable[str], names: Mapping[str, str]) -> str:
    """One sentence for one code."""
    whom = " & ".join(names.get(one, "?") for one in students)
    return str(WORDS.get(code, _("%(names)s: please look at this group."))) % {"names": whom}


def said(found: Iterable[Coded], names: Mapping[str, str]) -> list[str]:
    """A sentence for each, once."""
    return list(dict.fromkeys(said_of(one.code, one.students, names) for one in found))
