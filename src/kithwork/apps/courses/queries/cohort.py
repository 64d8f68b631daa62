"""What adults see of a course: the cohort at a glance, one student, units, seminars, and who is placed with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum

from kithwork.apps.courses import policies
from kithwork.apps.courses.actions.journal import week_of
from kithwork.apps.courses.models import (
    Cohort,
    Entry,
    Idea,
    Mark,
    Member,
    Placement,
    PlacementDay,
    Seminar,
    Unit,
)
from kithwork.apps.courses.queries.own import OwnEntry, OwnPlacement, own_entries, own_placement
from kithwork.apps.courses.syllabus import words
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.verdict import Verdict
from kithwork.apps.foundation.viewer import Viewer

# Weeks without a word in the log before the teacher is told (DR-44, tag D).
QUIET_WEEKS = 2


@dataclass(frozen=True, slots=True)
class CohortRow:
    cohort: Cohort
    people: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    member: Member
    placement: OwnPlacement | None
    hours: float
    waiting_days: int
    to_read: int
    wrote: bool
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class CohortPage:
    cohort: Cohort
    unit: tuple[Unit, str] | None
    seminar: Seminar | None
    rows: tuple[MemberRow, ...]
    may_teach: Verdict
    may_change: Verdict
    is_over: bool

    @property
    def quiet(self) -> int:
        return sum(row.is_quiet for row in self.rows)

    @property
    def to_read(self) -> int:
        return sum(row.to_read for row in self.rows)


@dataclass(frozen=True, slots=True)
class UnitRow:
    unit: Unit
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the grade, with the mark that counts."""

    key: str
    title: str
    share: int
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class MemberPage:
    member: Member
    placements: tuple[tuple[Placement, OwnPlacement], ...]
    days: tuple[PlacementDay, ...]
    hours: float
    entries: tuple[OwnEntry, ...]
    reads_journals: Verdict
    units: tuple[tuple[UnitRow, bool | None], ...]
    parts: tuple[PartRow, ...]
    grade: float | None
    came: int
    seminars: int
    may_teach: Verdict


@dataclass(frozen=True, slots=True)
class PlacedHere:
    placement: Placement
    card: OwnPlacement
    days: tuple[PlacementDay, ...]
    ideas: tuple[Idea, ...]


def cohort_or_404(viewer: Viewer, cohort_id: int) -> Cohort:
    rows = policies.visible_cohorts(viewer).filter(pk=cohort_id)
    return _one(rows.select_related("school", "teacher", "survey"))


def member_or_404(viewer: Viewer, member_id: int) -> Member:
    rows = policies.visible_members(viewer).filter(pk=member_id)
    return _one(rows.select_related("cohort__school", "cohort__teacher", "student"))


def placement_or_404(viewer: Viewer, placement_id: int) -> Placement:
    rows = policies.visible_placements(viewer).filter(pk=placement_id)
    return _one(rows.select_related("member__cohort__school", "member__student"))


def day_or_404(viewer: Viewer, day_id: int) -> PlacementDay:
    rows = PlacementDay.objects.filter(placement__in=policies.visible_placements(viewer), pk=day_id)
    return _one(rows.select_related("placement__member__cohort"))


def idea_or_404(viewer: Viewer, idea_id: int) -> Idea:
    rows = Idea.objects.filter(placement__in=policies.visible_placements(viewer), pk=idea_id)
    return _one(rows.select_related("placement__member__cohort"))


def entry_or_404(viewer: Viewer, entry_id: int) -> Entry:
    rows = policies.visible_entries(viewer).filter(pk=entry_id)
    return _one(rows.select_related("member__cohort"))


def unit_or_404(viewer: Viewer, unit_id: int) -> Unit:
    rows = Unit.objects.filter(cohort__in=policies.visible_cohorts(viewer), pk=unit_id)
    return _one(rows.select_related("cohort"))


def seminar_or_404(viewer: Viewer, seminar_id: int) -> Seminar:
    rows = Seminar.objects.filter(cohort__in=policies.visible_cohorts(viewer), pk=seminar_id)
    return _one(rows.select_related("cohort__school"))


def _one(rows):  # type: ignore[no-untyped-def]
    return first_or_404(rows)


def cohorts_list(viewer: Viewer) -> list[CohortRow]:
    today = clock.today_for(viewer)
    here = Count("members", filter=Q(members__left_on__isnull=True))
    rows = policies.visible_cohorts(viewer).annotate(people=here).select_related("teacher")
    found = [
        CohortRow(one, one.people, one.ended_on is not None or one.ends_on < today) for one in rows
    ]
    return sorted(found, key=lambda row: row.is_over)


def cohort_page(viewer: Viewer, cohort: Cohort) -> CohortPage:
    today = clock.today_for(viewer)
    members = list(policies.visible_members(viewer).filter(cohort=cohort).select_related("student"))
    unit = cohort.units.filter(on__lte=today).last()
    reads = policies.may_read_journals(viewer, cohort)
    return CohortPage(
        cohort,
        (unit, words().units[unit.key][0]) if unit and unit.key in words().units else None,
        cohort.seminars.filter(on__gte=today).first(),
        tuple(_rows(members, today, bool(reads))),
        policies.may_teach(viewer, cohort),
        policies.may_change_members(viewer, cohort),
        cohort.ended_on is not None or cohort.ends_on < today,
    )


def _rows(members: list[Member], today: date, reads: bool) -> Iterable[MemberRow]:
    placed = Placement.objects.filter(policies.open_placements(today), member__in=members)
    now = {one.member_id: one for one in placed.select_related("adult", "section")}
    days = PlacementDay.objects.filter(placement__member__in=members, refused_at__isnull=True)
    approved = Sum("minutes", filter=Q(approved_at__isnull=False))
    waiting = Count("pk", filter=Q(approved_at__isnull=True))
    sums = {
        row["placement__member"]: row
        for row in days.values("placement__member").annotate(m=approved, w=waiting).order_by()
    }
    since = today - timedelta(weeks=QUIET_WEEKS)
    logged = set(days.filter(on__gt=since).values_list("placement__member", flat=True))
    week, wrote, to_read = week_of(today), set[int](), dict[int, int]()
    entries = Entry.objects.filter(member__in=members, erased_at__isnull=True)
    wrote = set(entries.filter(week_on=week).values_list("member_id", flat=True))
    if reads:
        unread = entries.filter(feedback__isnull=True).values("member_id")
        to_read = {
            row["member_id"]: row["n"]
            for row in unread.annotate(n=Count("week_on", distinct=True)).order_by()
        }
    for one in members:
        its, mine = now.get(one.pk), sums.get(one.pk, {"m": 0, "w": 0})
        is_quiet = its is not None and its.starts_on <= since and one.pk not in logged
        yield MemberRow(
            one, own_placement(its, words()) if its else None, round((mine["m"] or 0) / 60, 1), mine["w"],
            to_read.get(one.pk, 0), one.pk in wrote, is_quiet,
        )  # fmt: skip


def unit_rows(cohort: Cohort) -> list[UnitRow]:
    said = words().units
    return [UnitRow(one, *said[one.key]) for one in cohort.units.all() if one.key in said]


def seminar_rows(cohort: Cohort) -> list[tuple[Seminar, int]]:
    came = Count("came", filter=Q(came__is_here=True))
    return [(one, one.n) for one in cohort.seminars.annotate(n=came).order_by("-on")]


def member_page(viewer: Viewer, member: Member) -> MemberPage:
    cohort, reads = member.cohort, policies.may_read_journals(viewer, member.cohort)
    placements = member.placements.select_related("adult", "section").order_by("-starts_on")
    days = PlacementDay.objects.filter(placement__member=member, refused_at__isnull=True)
    minutes = days.filter(approved_at__isnull=False).aggregate(m=Sum("minutes"))["m"] or 0
    newest = {one.unit_id: one.is_passed for one in member.checks.order_by("pk")}
    parts = _parts(member) if reads else ()
    return MemberPage(
        member, tuple((one, own_placement(one, words())) for one in placements),
        tuple(days.filter(approved_at__isnull=True)), round(minutes / 60, 1),
        own_entries(member, words()) if reads else (), reads,
        tuple((row, newest.get(row.unit.pk)) for row in unit_rows(cohort)),
        parts, _grade(parts), member.came.filter(is_here=True).count(),
        cohort.seminars.filter(held_at__isnull=False).count(), policies.may_teach(viewer, cohort),
    )  # fmt: skip


def _parts(member: Member) -> tuple[PartRow, ...]:
    newest = {one.part: one for one in member.marks.order_by("pk")}
    titles = words().parts
    return tuple(
        PartRow(key, titles.get(key, key), share, newest.get(key))
        for key, share in member.cohort.mix.items()
    )


def _grade(parts: tuple[PartRow, ...]) -> float | None:
    """The mix of the teacher's own marks, once every part that counts has one. Nothing else is in it."""
    counted = [one for one in parts if one.share]
    if not counted or any(one.mark is None for one in counted):
        return None
    return round(sum(one.share * one.mark.pct for one in counted if one.mark) / 100, 1)


def placements_here(viewer: Viewer) -> list[PlacedHere]:
    """Students who are placed with this adult now: days to approve, ideas to read."""
    today = clock.today_for(viewer)
    rows = policies.placements_with(viewer).filter(policies.open_placements(today))
    rows = rows.select_related("member__student", "adult", "section").prefetch_related(
        "days", "ideas"
    )
    return [
        PlacedHere(
            one, own_placement(one, words()),
            tuple(day for day in one.days.all() if day.approved_at is None and day.refused_at is None),
            tuple(idea for idea in one.ideas.all() if idea.erased_at is None),
        )
        for one in rows
    ]  # fmt: skip
