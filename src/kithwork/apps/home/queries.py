"""What each role sees first: what is happening, and what needs this person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.jobs.queries import failed_jobs_since
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.policies import visible_asks, visible_drafts
from kithwork.apps.plans.queries import Gap, gaps_on
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.policies import visible_sessions
from kithwork.apps.runs.queries import SessionLine, TimeCard, own_times, sessions_on
from kithwork.apps.schools.models import BellSlot, CalendarDay, School

MOST_NEEDS = 5
DAYS_AHEAD = 10
DAYS_ALONE = 7
PAIRS_IN_A_TILE = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """One period of today's ribbon."""

    label: str
    time: str
    state: str
    lines: tuple[SessionLine, ...]
    more: int
    said: str
    gap: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that needs this person: what, why, and what to do."""

    kind: str
    icon: str
    title: str
    why: str
    url: str = ""
    action: str = ""
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    on: date
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Week:
    """Counts of this week that people can picture."""

    planned: int
    held: int
    hours: int
    alone: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    greeting: str
    subtitle: str
    tiles: tuple[Tile, ...]
    todos: tuple[Todo, ...]
    first_gap_at: str
    coming: tuple[Coming, ...]
    week: Week
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class StaffPage:
    """Now, next, whom: for a teacher or paraprofessional."""

    greeting: str
    subtitle: str
    now: tuple[SessionLine, ...]
    next: tuple[SessionLine, ...]
    later: tuple[SessionLine, ...]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A student's or family's next times, as cards."""

    greeting: str
    subtitle: str
    next: TimeCard | None
    later: tuple[TimeCard, ...]


def greeting(viewer: Viewer) -> str:
    hour = clock.local_now(viewer.timezone).hour
    first = viewer.name.split()[0]
    words = _("Good morning, %(name)s") if hour < 12 else _("Good afternoon, %(name)s")
    return (words if hour < 17 else _("Good evening, %(name)s")) % {"name": first}


def subtitle(viewer: Viewer, day: CalendarDay | None) -> str:
    on = clock.today_for(viewer)
    text = f"{on:%A, %B} {on.day}. {viewer.school_name}"
    if day is None or not day.is_open:
        note = day.note if day else ""
        return f"{text}. " + (
            _("No school: %(note)s.") % {"note": note} if note else _("No school today.")
        )
    cycle = "" if day.cycle_day == f"{on:%a}" else _(", %(day)s day") % {"day": day.cycle_day}
    kind = f". {day.note}" if day.note else ""
    return f"{text}{cycle}{kind}."


def day_of(viewer: Viewer) -> CalendarDay | None:
    on = clock.today_for(viewer)
    return (
        CalendarDay.objects.filter(year__school_id=viewer.school_id, on=on)
        .select_related("schedule")
        .first()
    )


# ------------------------------------------------------------------ coordinator


def today_page(viewer: Viewer) -> TodayPage:
    """The coordinator's day: ribbon, what needs them, what is coming, this week."""
    on, day = clock.today_for(viewer), day_of(viewer)
    lines = sessions_on(viewer, on)
    gaps = gaps_on(viewer, on)
    todos = [*_gap_todos(gaps), *_job_todos(viewer), *_plan_todos(viewer)]
    return TodayPage(
        greeting=greeting(viewer),
        subtitle=subtitle(viewer, day),
        tiles=tuple(_tiles(viewer, day, lines)),
        todos=tuple(todos[:MOST_NEEDS]),
        first_gap_at=_clock(gaps[0].line) if gaps else "",
        coming=tuple(_coming(viewer, on)),
        week=_week(viewer, on),
        total=len(lines),
        done=sum(1 for line in lines if line.status in {"held", "not_held"}),
    )


def _clock(line: SessionLine) -> str:
    return f"{(line.starts_at.hour - 1) % 12 + 1}:{line.starts_at:%M}"


def _tiles(viewer: Viewer, day: CalendarDay | None, lines: list[SessionLine]) -> list[Tile]:
    if day is None or not day.is_open:
        return []
    now = clock.local_now(viewer.timezone).time()
    by_label: dict[str, list[SessionLine]] = defaultdict(list)
    for line in lines:
        by_label[line.label.removeprefix("before ")].append(line)
    tiles = []
    for slot in BellSlot.objects.filter(schedule_id=day.schedule_id):
        here = by_label.get(slot.label, [])
        if slot.kind == BellSlot.Kind.OTHER and not here:
            continue
        gap = next((line for line in here if line.is_gap), None)
        state = "done" if slot.ends_at <= now else ("now" if slot.starts_at <= now else "")
        tiles.append(
            Tile(
                label=_period(slot.label),
                time=f"{(slot.starts_at.hour - 1) % 12 + 1}:{slot.starts_at:%M}",
                state="warn" if gap and state != "done" else state,
                lines=tuple(here[:PAIRS_IN_A_TILE]),
                more=max(0, len(here) - PAIRS_IN_A_TILE),
                said=_pairs_said(len(here), state),
                gap=_("%(name)s has no partner") % {"name": gap.people[0].called} if gap else "",
            )
        )
    return tiles


def _period(label: str) -> str:
    return _("Period %(label)s") % {"label": label} if label[:1].isdigit() else label


def _pairs_said(count: int, state: str) -> str:
    if not count:
        return ""
    if state == "now":
        return ngettext("%(n)s pair together", "%(n)s pairs together", count) % {"n": count}
    return ngettext("%(n)s pair", "%(n)s pairs", count) % {"n": count}


def _gap_todos(gaps: list[Gap]) -> list[Todo]:
    todos = []
    for gap in gaps:
        place = f", {gap.line.place}" if gap.line.place else ""
        away = ngettext(
            "%(names)s is absent today.", "%(names)s are absent today.", max(1, len(gap.away))
        )
        names = _(" and ").join(one.called for one in gap.away)
        first = gap.substitutes[0] if gap.substitutes else None
        why = away % {"names": names} if gap.away else _("Nobody is with them yet.")
        if first:
            why += f" {first.student.called}: {first.why[:1].lower()}{first.why[1:]}"
        else:
            why += " " + _("Nobody else is free then.")
        todos.append(
            Todo(
                kind="warn",
                icon="user-plus",
                title=_("%(name)s needs a partner for %(period)s%(place)s")
                % {"name": gap.student.called, "period": _period(gap.line.label), "place": place},
                why=why,
                url=reverse("plans:gap", args=[gap.line.pk]),
                action=_("See others") if first else _("See the gap"),
                gap=gap if first else None,
            )
        )
    return todos


def _job_todos(viewer: Viewer) -> list[Todo]:
    since = clock.now() - timedelta(days=1)
    return [
        Todo(
            "warn",
            "triangle-alert",
            _("Something stopped before it was done"),
            job.why,
            reverse("plans:plan"),
            _("Look"),
        )
        for job in failed_jobs_since(viewer, since)[:1]
    ]


def _plan_todos(viewer: Viewer) -> list[Todo]:
    drafts = visible_drafts(viewer)
    todos = []
    waiting = visible_asks(viewer).filter(drafts__status=Draft.Status.OPEN).distinct().first()
    if waiting is not None:
        why = _("Three drafts wait for you. Nothing goes out before you publish.")
        url = reverse("plans:compare", args=[waiting.pk])
        todos.append(
            Todo("ok", "calendar-days", _("A plan is ready to review"), why, url, _("Review"))
        )
    in_force = drafts.filter(status=Draft.Status.IN_FORCE).select_related("ask").first()
    if in_force is None and waiting is None:
        why = _("Import the roster, say who would like company, and ask for a plan.")
        todos.append(
            Todo(
                "info",
                "calendar-plus",
                _("There is no plan yet"),
                why,
                reverse("plans:plan"),
                _("Start"),
            )
        )
    elif in_force is not None:
        left = (in_force.ask.ends_on - clock.today_for(viewer)).days
        if left <= 14:
            title = ngettext(
                "The plan ends in %(n)s day", "The plan ends in %(n)s days", max(left, 0)
            ) % {"n": max(left, 0)}
            why = _("Pairs that go well go on in the next one.")
            todos.append(
                Todo("info", "hourglass", title, why, reverse("plans:ask"), _("Plan ahead"))
            )
        todos += _open_todo(in_force)
    return todos


def _open_todo(draft: Draft) -> list[Todo]:
    held: dict[str, int] = defaultdict(int)
    for row in draft.sessions:
        held[row["need"]] += 1
    open_needs = [
        row["id"]
        for row in draft.ask.problem["needs"]
        if held[row["id"]] < row["sessions"] and row["id"] not in draft.left_open
    ]
    if not open_needs:
        return []
    title = ngettext("%(n)s need is still open", "%(n)s needs are still open", len(open_needs)) % {
        "n": len(open_needs)
    }
    why = _("Each says why, and what would fix it.")
    return [
        Todo("warn", "flag", title, why, reverse("plans:review", args=[draft.pk]), _("See them"))
    ]


def _coming(viewer: Viewer, on: date) -> list[Coming]:
    """Days ahead that are not like the others, and where the plan ends."""
    rows = CalendarDay.objects.filter(
        year__school_id=viewer.school_id, on__gt=on, on__lte=on + timedelta(days=DAYS_AHEAD)
    ).select_related("schedule")
    found = []
    for row in rows:
        if not row.is_open:
            found.append(Coming(row.on, row.note or _("No school"), _("No school")))
        elif row.schedule and not row.schedule.is_regular:
            sessions = (
                visible_sessions(viewer).filter(on=row.on, status=Session.Status.PLANNED).count()
            )
            text = ngettext(
                "%(n)s session is planned, at other times.",
                "%(n)s sessions are planned, at other times.",
                sessions,
            )
            found.append(Coming(row.on, text % {"n": sessions}, row.schedule.name))
    return found[:4]


def _week(viewer: Viewer, on: date) -> Week:
    monday = on - timedelta(days=on.weekday())
    rows = visible_sessions(viewer).filter(on__range=(monday, monday + timedelta(days=6)))
    rows = rows.exclude(status=Session.Status.CANCELLED).values_list(
        "status", "starts_at", "ends_at", "student_id", "on"
    )
    planned = held = minutes = 0
    for status, starts_at, ends_at, _student, day in rows:
        planned += 1
        held += status == Session.Status.HELD
        if status == Session.Status.HELD or (status == Session.Status.PLANNED and day >= on):
            minutes += (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute
    return Week(planned, held, round(minutes / 60), _alone(viewer, on))


def _alone(viewer: Viewer, on: date) -> str:
    """The first student of the plan with nothing in the last week and nothing in the next."""
    around = visible_sessions(viewer).filter(
        on__range=(on - timedelta(days=DAYS_ALONE), on + timedelta(days=DAYS_ALONE))
    )
    near = set(
        around.exclude(status__in=["cancelled", "not_held"]).values_list("student_id", flat=True)
    )
    rows = (
        visible_sessions(viewer)
        .exclude(student_id__in=near)
        .select_related("student")
        .order_by("-on")
    )
    first = rows.filter(on__lt=on, status__in=["planned", "held"]).first()
    if first is None:
        return ""
    return _("%(name)s has had no time together since %(date)s.") % {
        "name": first.student.called, "date": f"{first.on:%B} {first.on.day}",
    }  # fmt: skip


# ------------------------------------------------------------------ other adults


def staff_page(viewer: Viewer) -> StaffPage:
    """Now, next and later today, for the sessions this adult is there for."""
    now = clock.local_now(viewer.timezone).time()
    lines = sessions_on(viewer, clock.today_for(viewer))
    current = tuple(line for line in lines if line.starts_at <= now < line.ends_at)
    ahead = [line for line in lines if line.starts_at > now]
    first = ahead[0].starts_at if ahead else None
    return StaffPage(
        greeting=greeting(viewer),
        subtitle=subtitle(viewer, day_of(viewer)),
        now=current,
        next=tuple(line for line in ahead if line.starts_at == first),
        later=tuple(line for line in ahead if line.starts_at != first),
    )


def own_page(viewer: Viewer) -> OwnPage:
    times = own_times(viewer)
    return OwnPage(
        greeting=greeting(viewer),
        subtitle=subtitle(viewer, day_of(viewer))
        if viewer.role != Role.FAMILY
        else viewer.school_name,
        next=times[0] if times else None,
        later=tuple(times[1:]),
    )


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """Counts of one school, and nobody's name. Small ones are not shown."""

    name: str
    has_plan: bool
    sessions: str


def counts_page(viewer: Viewer) -> list[SchoolCounts]:
    """For those over a school or district: is it happening? Counts under ten are kept back."""
    schools = School.objects.filter(district_id=viewer.district_id)
    if viewer.school_id is not None:
        schools = schools.filter(pk=viewer.school_id)
    on = clock.today_for(viewer)
    monday = on - timedelta(days=on.weekday())
    found = []
    for school in schools.order_by("name"):
        planned = Session.objects.filter(
            school=school,
            on__range=(monday, monday + timedelta(days=6)),
            status__in=["planned", "held"],
        ).count()
        said = str(planned) if planned >= 10 else (_("fewer than 10") if planned else "0")
        has_plan = Draft.objects.filter(school=school, status=Draft.Status.IN_FORCE).exists()
        found.append(SchoolCounts(school.name, has_plan, said))
    return found
