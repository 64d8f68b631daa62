"""Every address of the product, with the cast's own rows in place of ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kithwork.apps.jobs.models import Job
from kithwork.apps.needs.models import DoNotPair, Wish
from kithwork.apps.peers.models import PeerWish
from kithwork.apps.people.models import BlockedTime, RosterImport
from kithwork.apps.plans import actions
from kithwork.apps.plans.models import Draft
from kithwork.apps.runs.models import Absence, Session
from kithwork.apps.schools.models import BellSchedule, SchoolYear, Term


def named_patterns() -> Iterator[tuple[str, URLPattern]]:
    """(name with namespace, pattern) for every door."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inside)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{namespace}{pattern.name}", pattern


def furnish(cast: Any) -> dict[str, Any]:
    """Make one row of everything an address may name, and say which value each parameter takes."""
    from kithwork.apps.jobs.run import work_off

    ask = actions.ask_for_plan(starts_on=_monday(), ends_on=_monday(4), seconds=1, by=cast.rosa)
    work_off()
    draft = Draft.objects.get(ask=ask, aim="balanced")
    actions.publish(draft, version=draft.version, by=cast.rosa)
    session = Session.objects.filter(school=cast.school).first()
    year = SchoolYear.objects.get(school=cast.school)
    absence = Absence.objects.create(student=cast.lena, on=_monday())
    roster = RosterImport.objects.create(
        school=cast.school,
        by_id=cast.rosa.user_id,
        file_name="r.zip",
        sha256="0" * 64,
        status="applied",
    )
    return {
        "ask_id": ask.pk,
        "draft_id": draft.pk,
        "job_id": Job.objects.first().pk,
        "session_id": session.pk,
        "absence_id": absence.pk,
        "student_id": cast.ada.pk,
        "staff_id": cast.ines_staff.pk,
        "section_id": cast.art.pk,
        "wish_id": Wish.objects.filter(student=cast.ada).first().pk,
        "note_id": DoNotPair.objects.first().pk,
        "do_not_pair_id": DoNotPair.objects.first().pk,
        "peer_wish_id": PeerWish.objects.first().pk,
        "ending": "csv",
        "blocked_id": BlockedTime.objects.create(student=cast.ben, label="1").pk,
        "need_id": cast.ada_art.pk,
        "volunteer_id": cast.ben_volunteer.pk,
        "year_id": year.pk,
        "term_id": Term.objects.get(year=year).pk,
        "schedule_id": BellSchedule.objects.get(year=year).pk,
        "import_id": roster.pk,
        "roster_import_id": roster.pk,
        "secret": "not-a-secret",
        "uidb36": "1",
        "key": "x-y",
        "year": 2026,
        "month": 11,
        "on": _monday(),
    }


def _monday(weeks: int = 0) -> Any:
    from datetime import timedelta

    from tests.cast import MONDAY

    return MONDAY + timedelta(weeks=weeks)


def address(name: str, pattern: URLPattern, values: dict[str, Any]) -> str:
    """The address of a door; a parameter nobody made a row for is named."""
    wanted = pattern.pattern.converters or {}
    groups = getattr(pattern.pattern, "regex", None)
    keys = list(wanted) or (list(groups.groupindex) if groups is not None else [])
    missing = [key for key in keys if key not in values]
    assert not missing, f"{name} needs {missing}: give it a row in tests/house/places.py"
    return reverse(name, kwargs={key: values[key] for key in keys})
