"""Graphs are laid out for masked readers, each reads on their own, and only then the key is opened."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kithwork.apps.accounts.models import Membership
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.limits import limit
from kithwork.apps.studies.live import misses_a_case, who_know
from kithwork.apps.studies.masked import (
    key_of,
    laid,
    log_from,
    log_to,
    named_order,
    shuffled,
)
from kithwork.apps.studies.models import Outcome, Reading, Round, Study
from kithwork.apps.studies.policies import (
    OF_THE_SCHOOL,
    READERS,
    may_read_masked,
    may_run_study,
)
from kithwork.apps.trail.actions import action, note
from kithwork.evidence.randomization.masked import Log

TOKEN_BYTES = 24


@action("study.lay_out")
def lay_out(study: Study, outcome: Outcome, readers: Sequence[int], *, by: Viewer) -> Round:
    """Fix the graphs as they stand now, and make each reader a copy with ids and an order of its own.

    Raises Refused if `by` does not run the study; Problem while another round is open, for too few or unsuitable
    readers, or where there is nothing to read.
    """
    require(may_run_study(by, study))
    study = Study.objects.select_for_update().get(pk=study.pk)
    _clear_the_desk(study)
    chosen = list(dict.fromkeys(readers))
    if len(chosen) < limit("readers_at_least"):
        raise Problem(
            _("Choose at least {n} people who read apart from each other.").format(
                n=limit("readers_at_least")
            )
        )
    able = set(possible_readers(by, study).values_list("user_id", flat=True))
    if not set(chosen) <= able:
        raise Problem(
            _("Somebody among them can look into the study, or is not here. Choose others.")
        )
    series = _readable(study, outcome, by)
    sheets, now = laid(series), clock.now()
    made = Round.objects.create(
        study=study, outcome=outcome, sheets=sheets.sheets, laid_by_id=by.user_id, laid_at=now,
        order=sheets.order, starts={"cases": sheets.cases, "at": sheets.starts},
    )  # fmt: skip
    made.cases.set(study.cases.filter(code__in=[one.case for one in series]))
    for number, user_id in enumerate(chosen, start=1):
        own, salt = shuffled(len(sheets.sheets)), secrets.token_urlsafe(TOKEN_BYTES)
        key = key_of(sheets.order, own, salt)
        log = Log.begin(key, by=f"account {by.user_id}", at=now.isoformat())
        Reading.objects.create(
            round=made, reader_id=user_id, number=number, sheets=own, salt=salt, log=log_to(log),
            token=secrets.token_urlsafe(TOKEN_BYTES),
        )  # fmt: skip
    note(readers=len(chosen))
    return made


def _clear_the_desk(study: Study) -> None:
    """Graphs with somebody in them who is not in the study any more go, with what was read of them."""
    waiting = study.rounds.filter(opened_at__isnull=True).first()
    if waiting is None:
        return
    if not misses_a_case(waiting):
        raise Problem(_("A reading is under way. Open its key first, once everybody has read."))
    note(instead_of=waiting.pk)
    waiting.delete()


def _readable(study: Study, outcome: Outcome, by: Viewer) -> Any:
    series = gathered(study, by).series_of(outcome)
    if not series:
        raise Problem(_("There are no data to read yet."))
    if len(series) > limit("graphs_at_most"):
        raise Problem(
            _("More than {n} graphs are not read with care at once. Ask about fewer cases.").format(
                n=limit("graphs_at_most")
            )
        )
    if not any(len(one.runs) > 1 for one in series):
        raise Problem(
            _("Every case is still in its first phase. Come back when the treatment has begun.")
        )
    return series


@action("study.mark_reading")
def mark_reading(
    reading: Reading, marks: Mapping[str, Mapping[str, Any]], *, by: Viewer
) -> Reading:
    """Keep what a reader saw. It is said once.

    Raises Refused for somebody else's reading, Problem when it was read already or a graph is left out.
    """
    require(may_read_masked(by, reading))
    reading = Reading.objects.select_for_update().get(pk=reading.pk)
    if misses_a_case(reading.round):
        raise Problem(_("These graphs are not read any more. You are told if there are others."))
    if reading.read_at is not None:
        raise Problem(_("You have read these graphs. What you said stays as it is."))
    ids = {one for one, _place in reading.sheets}
    ranks = sorted(int(one["rank"]) for one in marks.values())
    if set(marks) != ids or ranks != list(range(1, len(ids) + 1)):
        raise Problem(
            _("Give each graph its own place in the order, and say of each where you see a change.")
        )
    now = clock.now()
    said = log_from(reading.log).specify(
        named_order(marks), by=f"account {by.user_id}", at=now.isoformat()
    )
    reading.log, reading.read_at = log_to(said), now
    reading.marks = {
        one: {"change": marks[one]["change"], "rank": int(marks[one]["rank"])} for one in marks
    }
    reading.save(update_fields=["log", "read_at", "marks"])
    return reading


@action("study.open_key")
def open_key(made: Round, *, by: Viewer) -> Round:
    """Say which graph was whose, after everybody has read.

    Raises Refused if `by` does not run the study, Problem while somebody has not read, or when it is open.
    """
    require(may_run_study(by, made.study))
    made = Round.objects.select_for_update().get(pk=made.pk)
    if made.opened_at is not None:
        raise Problem(_("The key is open already."))
    if misses_a_case(made):
        raise Problem(_("A case left after the graphs were laid out. Lay them out anew."))
    readings = list(made.readings.all())
    if any(one.read_at is None for one in readings):
        raise Problem(_("Somebody has not read yet. The key opens when all have."))
    now = clock.now()
    for one in readings:
        key = key_of(made.order, one.sheets, one.salt)
        log = log_from(one.log).reveal(key, by=f"account {by.user_id}", at=now.isoformat())
        one.log = log_to(log)
        one.save(update_fields=["log"])
    made.opened_at, made.opened_by_id = now, by.user_id
    made.save(update_fields=["opened_at", "opened_by"])
    return made


def possible_readers(viewer: Viewer, study: Study) -> Any:
    """Adults of the school, and researchers of the district, to whom neither study nor measure ever was open."""
    inside = Membership.objects.filter(district_id=study.district_id)
    knows = inside.filter(
        role__in=[role.value for role in OF_THE_SCHOOL], school_id=study.school_id or 0
    )
    roles = [role.value for role in READERS]
    place = Q(school__isnull=True, role=Role.RESEARCHER.value)
    if study.school_id is not None:
        place |= Q(school_id=study.school_id)
    return (
        inside.filter(place, role__in=roles, user__is_active=True)
        .exclude(user_id__in=knows.values("user_id"))
        .exclude(user_id__in=study.openings.values("user_id"))
        .exclude(user_id__in=who_know(study))
        .exclude(user_id__in=[study.made_by_id, viewer.user_id])
        .select_related("user")
        .order_by("user__name", "pk")
    )
