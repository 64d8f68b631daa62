"""What a run asks of the adult who leads it: new partners due, roles to change, a plan to look at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.people.models import Enrolment, Student
from kithwork.apps.people.policies import open_on
from kithwork.apps.runs.balance import follows_from_procedure
from kithwork.apps.runs.classwide import rules_of
from kithwork.apps.runs.giving import balances
from kithwork.apps.runs.models import Draw, Run, Session
from kithwork.apps.runs.pair_life import life_of
from kithwork.apps.runs.queries.practice import playbook_here, playbook_of
from kithwork.apps.runs.required import last_filling
from kithwork.apps.runs.rotation import held_roles, span_of
from kithwork.playbooks import Playbook

ENDS_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to decide: what, why, the button, and from which day it is due."""

    key: str
    title: str
    why: str
    label: str
    url: str
    on: date


def due_of(run: Run, today: date) -> Iterator[Due]:
    """Everything due by a day for a run that goes on, the most urgent first."""
    if run.status != Run.Status.ACTIVE:
        return
    playbook = playbook_here(run)
    yield from _last_day(run, today)
    yield from _partners(run, playbook, today)
    yield from class_list_of(run, today)
    yield from _roles(run, playbook, today)
    yield from _sides(run, playbook, today)
    yield from _plans(run, playbook, today)
    yield from _inclusive_step(run, today)


def _last_day(run: Run, today: date) -> Iterator[Due]:
    if run.ends_on - today > ENDS_SOON:
        return
    is_over = run.ends_on < today
    day = {"day": date_format(run.ends_on, "l, F j")}
    yield Due(
        "last_day",
        _("Its last day is over") if is_over else _("It ends soon"),
        (
            _("The last day was %(day)s. Close it, or give it a later last day.")
            if is_over
            else _("The last day is %(day)s. Move it, or plan how to end well.")
        )
        % day,
        _("Change the days"),
        reverse("runs:change_run", args=[run.pk]),
        run.ends_on,
    )


def _partners(run: Run, playbook: Playbook, today: date) -> Iterator[Due]:
    """No pairs for the next time, or pairs whose time together is over."""
    following = _next_time([run], today).get(run.pk)
    draws = list(Draw.objects.filter(run=run, dropped_at__isnull=True).order_by("starts_on"))
    if following is not None and rules_of(playbook) is not None:
        yield from _partners_for(run, playbook, following, draws, today)


def partners_due(runs: Sequence[Run], today: date) -> dict[int, Due]:
    """Run id -> that partners are due, for many runs with a few reads in all."""
    wide = [one for one in runs if one.status == Run.Status.ACTIVE and one.scope == Run.Scope.CLASS]
    following = _next_time(wide, today)
    draws: dict[int, list[Draw]] = {}
    rows = Draw.objects.filter(run__in=wide, dropped_at__isnull=True).order_by("starts_on")
    for row in rows.defer("given"):
        draws.setdefault(row.run_id, []).append(row)
    found = {}
    for run in wide:
        playbook = playbook_of(run)
        if run.pk in following and rules_of(playbook) is not None:
            asked = _partners_for(run, playbook, following[run.pk], draws.get(run.pk, []), today)
            due = next(asked, None)
            if due is not None:
                found[run.pk] = due
    return found


def _next_time(runs: Sequence[Run], today: date) -> dict[int, date]:
    rows = Session.objects.filter(run__in=runs, on__gte=today, status=Session.Status.PLANNED)
    return dict(rows.values_list("run_id").annotate(first=Min("on")).order_by())


def _partners_for(
    run: Run, playbook: Playbook, following: date, draws: list[Draw], today: date
) -> Iterator[Due]:
    url, on = reverse("runs:draw", args=[run.pk]), date_format(following, "l, F j")
    covering = [
        row
        for row in draws
        if row.starts_on <= following and (row.ends_on is None or following <= row.ends_on)
    ]
    if not covering:
        title = _("New partners are due") if draws else _("No pairs yet")
        why = _("The next time is %(day)s, and nobody has a partner for it.") % {"day": on}
        yield Due("partners", title, why, _("Draw pairs"), url, following)
        return
    life = life_of(run, playbook, covering[-1].starts_on)
    is_followed = draws[-1].starts_on > covering[-1].starts_on
    if life is not None and life.from_on <= today and not is_followed:
        why = _("This practice changes partners now; at the latest on %(day)s.") % {
            "day": date_format(life.due_on, "l, F j")
        }
        yield Due("partners", _("New partners are due"), why, _("Draw pairs"), url, life.from_on)


def class_list_of(run: Run, today: date) -> Iterator[Due]:
    """Who came to the class or left it since the run last looked."""
    if run.scope != Run.Scope.CLASS or run.section_id is None:
        return
    enrolled = open_on(Enrolment.objects.filter(section_id=run.section_id), today)
    listed = set(
        Student.objects.filter(
            closed_on__isnull=True, pk__in=enrolled.values("student_id")
        ).values_list("pk", flat=True)
    )
    present = set(
        run.participants.filter(left_on__isnull=True).values_list("student_id", flat=True)
    )
    new, gone = len(listed - present), len(present - listed)
    if not new and not gone:
        return
    said = [
        ngettext("%(n)s student came.", "%(n)s students came.", new) % {"n": new} if new else "",
        ngettext("%(n)s student left.", "%(n)s students left.", gone) % {"n": gone} if gone else "",
    ]
    url = reverse("runs:people", args=[run.pk])
    yield Due(
        "class_list",
        _("The class list changed"),
        " ".join(one for one in said if one),
        _("See who takes part"),
        url,
        today,
    )


def _roles(run: Run, playbook: Playbook, today: date) -> Iterator[Due]:
    """Nobody stays in one role for longer than the practice says: both sides give, both receive."""
    people = run.participants.filter(left_on__isnull=True).select_related("student")
    due = [one for one in held_roles(run, playbook, list(people)) if one.due_on <= today]
    if due:
        names = ", ".join(one.participant.student.called for one in due)
        why = _("%(names)s: as long in one role as this practice keeps it.") % {"names": names}
        url = reverse("runs:people", args=[run.pk])
        yield Due("roles", _("Time to change roles"), why, _("Change roles"), url, due[0].due_on)


def roles_due(runs: Iterable[Run], today: date) -> Iterator[tuple[Run, Due]]:
    """Runs in which somebody has held one role for as long as the practice keeps it, one after the other."""
    for run in runs:
        for due in _roles(run, playbook_here(run), today):
            yield run, due


def _sides(run: Run, playbook: Playbook, today: date) -> Iterator[Due]:
    """One side that hardly happens for somebody, over the weeks the practice looks at."""
    if follows_from_procedure(playbook):
        return
    people = run.participants.filter(left_on__isnull=True).select_related("student")
    called = {one.student_id: one.student.called for one in people}
    found = balances(run, playbook, today, called.keys())
    names = sorted(called[pk] for pk, balance in found.items() if balance.needs_a_look)
    if names:
        why = _("%(names)s: nearly always on the same side. Offer the other one, too.")
        url = reverse("runs:giving", args=[run.pk])
        title = _("Giving and receiving are apart")
        yield Due(
            "sides", title, why % {"names": ", ".join(names)}, _("See both sides"), url, today
        )


def _plans(run: Run, playbook: Playbook, today: date) -> Iterator[Due]:
    """A written plan is looked at again when its form, or the practice's review, says so."""
    review = next((one.every for one in playbook.rotation if one.what == "review"), None)
    for form in playbook.forms:
        every = form.review or (review if form.when == "start" else None)
        span = span_of(every) if every else None
        filled = last_filling(run, form.id) if span else None
        if span is None or filled is None or filled.written_at.date() + span > today:
            continue
        why = _("%(name)s was written on %(day)s.") % {
            "name": form.name,
            "day": date_format(filled.written_at, "F j"),
        }
        url = reverse("runs:form", args=[run.pk, form.id])
        title = _("Look at the plan again")
        yield Due("review", title, why, _("Open it"), url, filled.written_at.date() + span)


def _inclusive_step(run: Run, today: date) -> Iterator[Due]:
    if run.next_inclusive_on is None or run.next_inclusive_on > today:
        return
    yield Due(
        "inclusive",
        _("The next step to an inclusive setting is due"),
        run.next_inclusive_step,
        _("Say what comes next"),
        reverse("runs:choices", args=[run.pk]),
        run.next_inclusive_on,
    )
