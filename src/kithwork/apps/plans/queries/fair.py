"""The fairness card of a plan: counts people can picture, from the sessions as they are now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.wording import Names

NAMED = 8


def fair_lines(draft: Draft, needs: Mapping[str, Any], names: Names) -> Iterator[str]:
    """Who has time, how even the load is, and whose wish came true."""
    of_student: Counter[str] = Counter()
    wished: Counter[str] = Counter()
    load: Counter[str] = Counter()
    partners: dict[str, set[str]] = defaultdict(set)
    for row in needs.values():
        wished[row["student"]] += row["sessions"]
    for row in draft.sessions:
        student = needs[row["need"]]["student"]
        of_student[student] += 1
        partners[student] |= set(row["peers"])
        load.update(row["peers"])
    yield from _without([one for one in wished if not of_student[one]], names)
    full = sum(1 for one in wished if of_student[one] >= wished[one])
    yield _("%(full)s of %(all)s students have all the time they asked for.") % {
        "full": full,
        "all": len(wished),
    }
    if load:
        yield _("%(n)s peers, %(least)s to %(most)s sessions a week each.") % {
            "n": len(load), "least": min(load.values()), "most": max(load.values()),
        }  # fmt: skip
    yield from _wishes(draft, wished, partners)


def _without(students: list[str], names: Names) -> Iterator[str]:
    """Everybody who has no time at all, by name: the first thing to mend."""
    if not students:
        yield _("Every student has time together.")
        return
    called = sorted(names.person(one) for one in students)
    said, more = ", ".join(called[:NAMED]), len(called) - NAMED
    count = ngettext(
        "%(n)s student has no time together yet: %(names)s",
        "%(n)s students have no time together yet: %(names)s",
        len(students),
    ) % {"n": len(students), "names": said}
    yield count + (_(" and %(n)s more.") % {"n": more} if more > 0 else ".")


def _wishes(
    draft: Draft, wished: Mapping[str, int], partners: Mapping[str, set[str]]
) -> Iterator[str]:
    """Of those whose wish could come true; the others are told of too, not counted as refused."""
    wants: dict[str, set[str]] = defaultdict(set)
    for student, other in draft.ask.problem["wants"]:
        wants[student].add(other)
    asked = [one for one in wished if wants[one]]
    granted = sum(1 for one in asked if wants[one] & partners.get(one, set()))
    could = max(granted, draft.plan["scores"]["asked"])
    if could:
        yield _("%(n)s of %(all)s are with somebody they asked for, of those who could be.") % {
            "n": granted, "all": could,
        }  # fmt: skip
    if len(asked) > could:
        yield ngettext(
            "%(n)s more asked for somebody who has not volunteered or is never there.",
            "%(n)s more asked for people who have not volunteered or are never there.",
            len(asked) - could,
        ) % {"n": len(asked) - could}
