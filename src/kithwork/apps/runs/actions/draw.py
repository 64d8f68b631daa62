"""Drawing teams and pairs for a class, and changing them by hand: always with a reason, never over a rule of safety."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs import classwide
from kithwork.apps.runs.models import Draw, DrawChange, Group, Run, Session
from kithwork.apps.runs.pair_life import last_day_of
from kithwork.apps.runs.pair_words import said
from kithwork.apps.runs.policies import may_change_run
from kithwork.apps.runs.preview import preview
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.trail.actions import action, note
from kithwork.matching import classwide as engine
from kithwork.playbooks import Playbook

SEEDS = 2**31
MOST_AHEAD = 6
LONGEST_REASON = 200


@action("draw.make")
def draw_pairs(
    run: Run,
    *,
    starts_on: date,
    times: int = 1,
    ranks: Mapping[int, int] | None = None,
    absent: Collection[int] = (),
    seed: int | None = None,
    by: Viewer,
) -> Draw:
    """Draw teams and pairs from a day on, for one pair life or several in a row. Locked groups stay.

    A draw that was to begin later makes way; one that was worked in stays on record and ends the day
    before. `ranks` typed by hand take the place of scores. The first of the new draws comes back.

    Raises Refused if `by` may not, Problem when the practice draws no pairs, the day does not fit, or
    there are too few students.
    """
    require(may_change_run(by, run))
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("school", "playbook")
        .get(pk=run.pk)
    )
    playbook = playbook_here(run)
    _check(run, playbook, starts_on, by)
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    first: Draw | None = None
    for ahead in range(min(times, MOST_AHEAD)):
        if starts_on > run.ends_on:
            break
        row = _one(run, playbook, starts_on, ranks, absent if not ahead else (), seed + ahead, by)
        first = first or row
        if row.ends_on is None:
            break
        starts_on = row.ends_on + timedelta(days=1)
    if first is None:
        raise Problem(_("Choose a day before the run ends."))
    note(run=run.pk, seed=seed, times=times)
    return first


def _check(run: Run, playbook: Playbook, starts_on: date, by: Viewer) -> None:
    if run.status == Run.Status.CLOSED:
        raise Problem(_("This run is over."))
    if classwide.rules_of(playbook) is None:
        raise Problem(_("In this practice people choose their partners; nothing is drawn."))
    if not max(run.starts_on, clock.today_for(by)) <= starts_on <= run.ends_on:
        raise Problem(_("Choose a day of this run, from today on."))


def _one(
    run: Run,
    playbook: Playbook,
    starts_on: date,
    ranks: Mapping[int, int] | None,
    absent: Collection[int],
    seed: int,
    by: Viewer,
) -> Draw:
    locks = _make_room(run, starts_on)
    question = classwide.question_for(
        run, playbook, on=starts_on, ranks=ranks, absent=absent, locks=locks
    )
    if len(question.here) < playbook.group.min:
        raise Problem(_("There are too few students here to make a pair."))
    try:
        drawn = engine.draw(question, seed=seed)
    except engine.BadProblem:
        names = classwide.names_of(question)
        raise Problem(" ".join(_lock_faults(question, names))) from None
    return classwide.keep_draw(
        run, question, drawn, ends_on=last_day_of(run, playbook, starts_on), by_id=by.user_id
    )


def _lock_faults(question: engine.ClassQuestion, names: Mapping[str, str]) -> list[str]:
    apart = {frozenset(pair) for pair in question.do_not_pair}
    found = [
        _("%(names)s may not be in one group. Open their lock first.")
        % {"names": " & ".join(names[one] for one in lock)}
        for lock in question.locks
        if any(pair <= set(lock) for pair in apart)
    ]
    return found or [_("The class cannot be drawn like this. Look at ranks and locks.")]


def _make_room(run: Run, starts_on: date) -> tuple[tuple[str, ...], ...]:
    """End or drop what stood from this day on; the locks of what was in force go on."""
    standing = Draw.objects.filter(run=run, dropped_at__isnull=True)
    locks: tuple[tuple[str, ...], ...] = ()
    for row in classwide.with_groups(standing).order_by("starts_on", "pk"):
        mine = tuple(
            tuple(str(seat.student_id) for seat in group.seats.all())
            for group in row.groups.all()
            if group.is_locked
        )
        if row.starts_on >= starts_on:
            if _was_worked_in(row):
                raise Problem(
                    _("These pairs have worked together on that day. Choose the next day.")
                )
            row.dropped_at = clock.now()
            row.save(update_fields=["dropped_at"])
            locks = locks or mine
        else:
            locks = mine
            if row.ends_on is None or row.ends_on >= starts_on:
                row.ends_on = starts_on - timedelta(days=1)
                row.save(update_fields=["ends_on"])
    here = {str(one.student_id) for one in classwide.taking_part(run, starts_on)}
    return tuple(lock for lock in locks if set(lock) <= here)


def _was_worked_in(row: Draw) -> bool:
    held = Session.objects.filter(run=row.run, on__gte=row.starts_on)
    if row.ends_on is not None:
        held = held.filter(on__lte=row.ends_on)
    return (
        held.filter(status=Session.Status.HELD).exists()
        or held.filter(events__isnull=False).exists()
    )


@action("draw.swap")
def swap_seats(
    draw: Draw, one: int, two: int, *, reason: str, despite: bool = False, by: Viewer
) -> DrawChange:
    """Exchange two students of a draw. Every rule this breaks is said at once.

    A wish may be set aside with `despite`; being kept apart may not.

    Raises Refused if `by` may not, Problem without a reason or with every rule that would be broken.
    """
    require(may_change_run(by, draw.run))
    return _change(draw, one, two, "swap", reason, despite, by)


@action("draw.place")
def place_beside(
    draw: Draw, student: int, beside: int, *, reason: str, despite: bool = False, by: Viewer
) -> DrawChange:
    """Give somebody without a group a place beside another. Raises as `swap_seats`."""
    require(may_change_run(by, draw.run))
    return _change(draw, student, beside, "place", reason, despite, by)


def _change(
    draw: Draw, one: int, two: int, how: str, reason: str, despite: bool, by: Viewer
) -> DrawChange:
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise Problem(_("Say in a few words why, for those who look later. Only staff see it."))
    row = _live(draw)
    changed, broken = preview(row, one, two, how, reason)
    names = classwide.names_of(classwide.asked(row))
    if any(each.is_hard for each in broken):
        raise Problem(" ".join(said([each for each in broken if each.is_hard], names)))
    if broken and not despite:
        raise Problem(" ".join(said(broken, names)))
    change = classwide.change_of(row, one, two, reason, by.user_id)
    classwide.rewrite_groups(row, changed.groups)
    change.after = classwide.places(row, one, two)
    change.save()
    note(run=row.run_id, broken=[each.code for each in broken])
    return change


@action("draw.lock")
def set_lock(group: Group, *, is_locked: bool, by: Viewer) -> Group:
    """Keep a group together when the class is drawn again, or let it go."""
    require(may_change_run(by, group.draw.run))
    _live(group.draw)
    group.is_locked = is_locked
    group.save(update_fields=["is_locked"])
    return group


def _live(draw: Draw) -> Draw:
    row = classwide.with_groups(Draw.objects.filter(pk=draw.pk)).select_related("run").get()
    if row.dropped_at is not None or row.run.status == Run.Status.CLOSED:
        raise Problem(_("These pairs were drawn again meanwhile. Look at the new ones."))
    return row
