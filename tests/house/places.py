"""Every address of the product, with the cast's own rows in place of ids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kithwork.apps.about_me.actions import Line as CardLine
from kithwork.apps.about_me.actions import write_card
from kithwork.apps.consents.actions import keep_scan
from kithwork.apps.consents.links import token_of
from kithwork.apps.jobs.models import Job
from kithwork.apps.needs.models import DoNotPair, Wish
from kithwork.apps.peers.models import PeerWish
from kithwork.apps.people.models import BlockedTime, RosterImport
from kithwork.apps.plans import actions
from kithwork.apps.plans.models import Draft
from kithwork.apps.practices.actions import ContentFrame, keep_content_set, keep_playbook
from kithwork.apps.practices.actions.role_idea import RoleFrame, add_role_idea
from kithwork.apps.practices.lines import read_lines
from kithwork.apps.recruiting.links import call_token, invitation_token
from kithwork.apps.runs.actions import draw_pairs, print_sheets
from kithwork.apps.runs.models import Absence, Session
from kithwork.apps.safety.models import Concern, Stop
from kithwork.apps.schools.models import BellSchedule, SchoolYear, Term
from tests.cast import (
    LENS,
    STAFF_WORDS,
    make_run,
)
from tests.house.furniture.days import monday
from tests.house.furniture.lens import what_the_lens_hides, wish_with_names_found_nowhere_else
from tests.house.furniture.people import (
    course,
    entrance,
    partings,
    permissions,
    program,
    recruiting,
    training,
)
from tests.house.furniture.practices import an_event, own_practice
from tests.house.furniture.records import (
    evaluation,
    friendships,
    measure,
    observation,
    reflections,
    study,
    suggestions,
)


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

    ask = actions.ask_for_plan(starts_on=monday(), ends_on=monday(4), seconds=1, by=cast.rosa)
    work_off()
    draft = Draft.objects.get(ask=ask, aim="balanced")
    actions.publish(draft, version=draft.version, by=cast.rosa)
    session = Session.objects.filter(school=cast.school).first()
    year = SchoolYear.objects.get(school=cast.school)
    absence = Absence.objects.create(student=cast.lena, on=monday())
    roster = RosterImport.objects.create(
        school=cast.school,
        by_id=cast.rosa.user_id,
        file_name="r.zip",
        sha256="0" * 64,
        status="applied",
    )
    stop = Stop.objects.create(
        school=cast.school, letter=uuid4(), student=cast.ada, talk_by=monday(1)
    )
    concern = Concern.objects.create(
        school=cast.school, letter=uuid4(), level=1, seen=LENS["concern"], by_id=cast.tomas.user_id
    )
    run = make_run(cast, students=[cast.ada, cast.malik, cast.ben, cast.sora])
    drawn = draw_pairs(run, starts_on=monday(), seed=1, by=cast.rosa)
    run_session = Session.objects.create(
        school=cast.school, run=run, section=cast.art, on=monday(), label="1",
        starts_at=time(8, 10), ends_at=time(9, 0),
    )  # fmt: skip
    event = an_event(cast)
    (sheet,) = print_sheets(run, [run_session], by=cast.rosa)
    own = keep_playbook(own_practice(), started_from="cwpt 1", by=cast.rosa)
    frame = ContentFrame("Week 11", "facts")
    contents = keep_content_set(frame, read_lines("facts", "6 x 7 = 42"), by=cast.rosa)
    role = RoleFrame("Tea round", "class", ("MS",), "Pours the tea.", "Gets a cup.", 10)
    idea = add_role_idea(role, by=cast.tomas)
    wish_with_names_found_nowhere_else(cast)
    answer, consent_ask = permissions(cast)
    call, candidate = recruiting(cast)
    card = write_card(
        cast.ada, [CardLine("like", STAFF_WORDS["draft_card"])], how_made="device", by=cast.rosa
    )
    what_the_lens_hides(cast)
    return {
        "answer_id": answer.pk,
        "scan_id": keep_scan([answer], b"%PDF-1.7 %%EOF", by=cast.rosa).pk,
        "card_id": card.pk,
        "call_id": call.pk,
        "call_token": call_token(call),
        "candidate_id": candidate.pk,
        "invitation_token": invitation_token(candidate),
        "consent_ask_id": consent_ask.pk,
        "token": token_of(consent_ask),
        "practice": own.playbook,
        "role_idea_id": idea.pk,
        "own_id": own.pk,
        "content_set_id": contents.pk,
        "run_id": run.pk,
        "draw_id": drawn.pk,
        "group_id": drawn.groups.first().pk,
        "participant_id": run.participants.first().pk,
        "form_id": "session_log",
        "run_session_id": run_session.pk,
        "sheet_id": sheet.pk,
        "sheet_kind": "pairs",
        **event,
        "stop_id": stop.pk,
        **partings(cast),
        "concern_id": concern.pk,
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
        "letter": uuid4(),
        "secret": "not-a-secret",
        **entrance(cast),
        "uidb36": "1",
        "key": "x-y",
        "year": 2026,
        "month": 11,
        "on": monday(),
        **observation(cast),
        **program(cast),
        **training(cast),
        **reflections(cast),
        **friendships(cast),
        **course(cast),
        **study(cast),
        **evaluation(cast),
        **measure(cast),
        **suggestions(run, cast),
    }


def address(name: str, pattern: URLPattern, values: dict[str, Any]) -> str:
    """The address of a door; a parameter nobody made a row for is named."""
    wanted = pattern.pattern.converters or {}
    groups = getattr(pattern.pattern, "regex", None)
    keys = list(wanted) or (list(groups.groupindex) if groups is not None else [])
    missing = [key for key in keys if key not in values]
    assert not missing, f"{name} needs {missing}: give it a row in tests/house/places.py"
    return reverse(name, kwargs={key: values[key] for key in keys})
