"""What a student sees of their own course: this week, the placement, the journal. Cards only, and nobody else in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kithwork.apps.courses.actions.journal import week_of
from kithwork.apps.courses.models import Entry, Feedback, Member, Placement
from kithwork.apps.courses.policies import own_member
from kithwork.apps.courses.syllabus import Words
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.wording import period_words
from kithwork.apps.schools.queries import open_days

DAYS_BACK = 14


@dataclass(frozen=True, slots=True)
class OwnPlacement:
    """Where, with which adult, when. Nothing about who else is there."""

    id: int
    setting: str
    place: str
    adult: str
    periods: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class OwnUnit:
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class OwnFeedback:
    id: int
    words: str
    by: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class OwnEntry:
    id: int
    week_on: date
    words: str
    did: tuple[str, ...]
    feel: int | None
    feedback: tuple[OwnFeedback, ...]
    is_picked: bool


@dataclass(frozen=True, slots=True)
class MinePage:
    course: str
    unit: OwnUnit | None
    seminar_on: date | None
    agenda: str
    placement: OwnPlacement | None
    next: OwnPlacement | None
    has_written: bool
    unread: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class JournalPage:
    this_week: date
    has_written: bool
    weeks: tuple[date, ...]
    entries: tuple[OwnEntry, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class OwnDay:
    on: date
    period: str
    is_approved: bool


@dataclass(frozen=True, slots=True)
class OwnIdea:
    words: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class PlacementPage:
    placement: OwnPlacement | None
    next: OwnPlacement | None
    choices: tuple[tuple[str, date, str], ...]
    days: tuple[OwnDay, ...]
    ideas: tuple[OwnIdea, ...]


def mine_page(viewer: Viewer, said: Words) -> MinePage | None:
    """This week of the student's course; None where there is no course."""
    member = own_member(viewer)
    if member is None:
        return None
    today, cohort = clock.today_for(viewer), member.cohort
    unit = cohort.units.filter(on__lte=today).last()
    seminar = cohort.seminars.filter(on__gte=today).first()
    week = week_of(today)
    title, about = said.units[unit.key] if unit and unit.key in said.units else ("", "")
    now, after = _placements(member, today, said)
    return MinePage(
        cohort.name,
        OwnUnit(title, about) if title else None,
        seminar.on if seminar else None,
        seminar.agenda if seminar else "",
        now,
        after,
        member.entries.filter(week_on=week).exists(),
        Feedback.objects.filter(entry__member=member, read_at__isnull=True, erased_at__isnull=True).count(),
        cohort.ended_on is not None or cohort.ends_on < today,
    )  # fmt: skip


def _placements(
    member: Member, today: date, said: Words
) -> tuple[OwnPlacement | None, OwnPlacement | None]:
    rows = list(member.placements.select_related("adult", "section"))
    now = next((one for one in rows if one.starts_on <= today <= one.last_day), None)
    after = next((one for one in rows if one.starts_on > today and not one.ended_on), None)
    return (
        own_placement(now, said) if now else None,
        own_placement(after, said) if after else None,
    )


def own_placement(one: Placement, said: Words) -> OwnPlacement:
    """A placement as its student reads it."""
    when = ", ".join(period_words(label) for label in one.labels)
    days = ", ".join(one.cycle_days)
    # The room of a class everybody knows; never where a program meets.
    place = one.section.title if one.section else ""
    setting = said.settings.get(one.setting, one.setting)
    periods = f"{when} ({days})" if days else when
    return OwnPlacement(
        one.pk, setting, place, one.adult.full_name, periods, one.starts_on, one.last_day
    )


def journal_page(viewer: Viewer, member: Member, said: Words) -> JournalPage:
    today = clock.today_for(viewer)
    week = week_of(today)
    first = week_of(max(member.cohort.starts_on, member.joined_on))
    weeks = []
    while week >= first and len(weeks) < 3:
        weeks.append(week)
        week -= timedelta(weeks=1)
    entries = own_entries(member, said)
    this = week_of(today)
    return JournalPage(
        this, any(one.week_on == this for one in entries), tuple(weeks) or (this,), entries,
        member.cohort.ended_on is not None,
    )  # fmt: skip


def own_entries(member: Member, said: Words) -> tuple[OwnEntry, ...]:
    """What counts: the newest of each week, with what the teacher wrote to any of that week."""
    rows = member.entries.filter(erased_at__isnull=True).prefetch_related("feedback__by", "picks")
    by_week: dict[date, list[Entry]] = {}
    for row in rows.order_by("-week_on", "-pk"):
        by_week.setdefault(row.week_on, []).append(row)
    return tuple(_entry(mine, said) for mine in by_week.values())


def _entry(rows: list[Entry], said: Words) -> OwnEntry:
    newest = rows[0]
    feedback = sorted((one for row in rows for one in row.feedback.all()), key=lambda one: one.pk)
    return OwnEntry(
        newest.pk, newest.week_on, newest.words,
        tuple(said.journal.did[key] for key in newest.did if key in said.journal.did),
        newest.feel,
        tuple(OwnFeedback(one.pk, one.words, one.by.name if one.by else "", one.read_at is not None)
              for one in feedback),
        any(one.taken_out_at is None for one in newest.picks.all()),
    )  # fmt: skip


def placement_page(viewer: Viewer, member: Member, said: Words) -> PlacementPage:
    """The placement of today, its days still to say, those said, and ideas."""
    today = clock.today_for(viewer)
    now, after = _placements(member, today, said)
    if now is None:
        return PlacementPage(None, after, (), (), ())
    row = member.placements.get(pk=now.id)
    days = [one for one in row.days.all() if one.refused_at is None]
    said_already = {(one.on, one.label) for one in days}
    choices = tuple(
        (f"{day.on.isoformat()} {label}", day.on, period_words(label))
        for day in reversed(open_days(member.cohort.school, max(row.starts_on, today - timedelta(days=DAYS_BACK)), today))
        for label in row.labels
        if (not row.cycle_days or day.cycle_day in row.cycle_days) and (day.on, label) not in said_already
    )  # fmt: skip
    return PlacementPage(
        now, after, choices,
        tuple(OwnDay(one.on, period_words(one.label), one.approved_at is not None) for one in days),
        tuple(OwnIdea(one.words, one.read_at is not None) for one in row.ideas.filter(erased_at__isnull=True)),
    )  # fmt: skip


def own_placement_or_404(member: Member, placement_id: int) -> Placement:
    return first_or_404(
        member.placements.filter(pk=placement_id).select_related("member__cohort__school")
    )


def own_entry_or_404(member: Member, entry_id: int) -> Entry:
    return first_or_404(member.entries.filter(pk=entry_id).select_related("member__cohort"))


def own_feedback_or_404(member: Member, feedback_id: int) -> Feedback:
    rows = Feedback.objects.filter(entry__member=member, pk=feedback_id)
    return first_or_404(rows.select_related("entry__member__cohort"))
