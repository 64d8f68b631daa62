"""When sections meet, from what the roster calls its periods and what the school said those are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from kithwork.apps.people.models import Meeting, Section
from kithwork.apps.people.roster.periods import period_words
from kithwork.apps.schools.models import PeriodName, School

BLOCK = 500


def read_meetings(school: School, sections: Collection[int] | None = None) -> int:
    """Make the meetings of these sections (or all that came from a roster) anew. Returns how many.

    A label the school has not named gives no meeting: nothing is guessed.
    """
    names = _names(school)
    rows = Section.objects.filter(school=school).exclude(source="")
    made = 0
    for block in _blocks(sections) if sections is not None else [None]:
        own = rows if block is None else rows.filter(pk__in=block)
        meetings: list[Meeting] = []
        touched = []
        for pk, text in own.exclude(periods_text="").values_list("pk", "periods_text"):
            touched.append(pk)
            for label, days in meetings_of(text, names, school.cycle_days).items():
                meetings.append(Meeting(section_id=pk, label=label, cycle_days=days))
        for some in _blocks(touched):
            Meeting.objects.filter(section_id__in=some).delete()
        Meeting.objects.bulk_create(meetings, batch_size=BLOCK)
        made += len(meetings)
    return made


def meetings_of(
    text: str, names: dict[str, list[tuple[str, list[str]]]], cycle: list[str]
) -> dict[str, list[str]]:
    """Bell labels with their cycle days (none: every day) for one roster expression."""
    found: dict[str, list[str]] = {}
    for word in period_words(text):
        said = [day for day in word.cycle_days if day in cycle]
        if word.cycle_days and not said:
            continue  # days of a cycle this school does not have
        for label, own_days in names.get(word.theirs, ()):
            days = [d for d in said if not own_days or d in own_days] if said else own_days
            if said and not days:
                continue
            if label in found:
                both = set(found[label]) | set(days)
                every = not found[label] or not days
                found[label] = [] if every else [day for day in cycle if day in both]
            else:
                found[label] = list(days)
    return found


def unnamed_labels(school: School) -> list[str]:
    """What the roster calls periods and nobody has said yet, most used first."""
    named = set(_names(school))
    uses: dict[str, int] = defaultdict(int)
    texts = Section.objects.filter(school=school, closed_on=None).exclude(source="")
    for text in texts.exclude(periods_text="").values_list("periods_text", flat=True):
        for word in period_words(text):
            if word.theirs not in named:
                uses[word.theirs] += 1
    return sorted(uses, key=lambda label: (-uses[label], label))


def _names(school: School) -> dict[str, list[tuple[str, list[str]]]]:
    names: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for name in PeriodName.objects.filter(school=school):
        names[name.theirs].append((name.ours, list(name.cycle_days)))
    return dict(names)


def _blocks(ids: Iterable[int]) -> list[list[int]]:
    listed = list(ids)
    return [listed[i : i + BLOCK] for i in range(0, len(listed), BLOCK)]
