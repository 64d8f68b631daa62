"""What the roster calls periods, and which of ours the school said those are."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Meeting, Section
from kithwork.apps.people.queries.lists import not_closed
from kithwork.apps.people.queries.records import period_labels
from kithwork.apps.people.roster.periods import period_words
from kithwork.apps.schools.models import PeriodName
from kithwork.apps.schools.queries import school_of


@dataclass(frozen=True, slots=True)
class TheirPeriod:
    """One word of the roster: how many classes use it, and what it was said to be."""

    theirs: str
    classes: int
    ours: list[str]
    cycle_days: list[str]

    @property
    def is_named(self) -> bool:
        return bool(self.ours)


@dataclass(frozen=True, slots=True)
class PeriodNamesPage:
    periods: list[TheirPeriod]
    labels: list[str]
    days: list[str]
    lost: list[tuple[str, int]]  # labels classes meet at that the bells do not know

    @property
    def unnamed(self) -> int:
        return sum(not period.is_named for period in self.periods)


def period_names_page(viewer: Viewer) -> PeriodNamesPage:
    """Every period word of the roster, those without a meaning first, the most used first."""
    school = school_of(viewer)
    today = clock.today_for(viewer)
    sections = not_closed(Section.objects.filter(school=school), today)
    uses: Counter[str] = Counter()
    texts = sections.exclude(source="").exclude(periods_text="")
    for text in texts.values_list("periods_text", flat=True):
        uses.update({word.theirs for word in period_words(text)})
    ours: dict[str, list[PeriodName]] = defaultdict(list)
    for name in PeriodName.objects.filter(school=school).order_by("pk"):
        ours[name.theirs].append(name)
    periods = [
        TheirPeriod(
            theirs,
            uses[theirs],
            [name.ours for name in ours[theirs]],
            list(ours[theirs][0].cycle_days) if ours[theirs] else [],
        )
        for theirs in sorted({*uses, *ours})
    ]
    periods.sort(key=lambda period: (period.is_named, -period.classes, period.theirs))
    labels = period_labels(school, today)
    met = Meeting.objects.filter(section__in=sections).values_list("label", flat=True)
    lost = Counter(label for label in met if label not in labels)
    return PeriodNamesPage(periods, labels, school.cycle_days, sorted(lost.items()))
