"""Every address of the product, with the cast's own rows in place of ids."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import time
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kithwork.apps.about_me.actions import Line as CardLine
from kithwork.apps.about_me.actions import write_card
from kithwork.apps.care.models import Parting
from kithwork.apps.consents.actions import FamilyAnswer, ask_families, keep_scan, write_down
from kithwork.apps.consents.links import token_of
from kithwork.apps.jobs.models import Job
from kithwork.apps.needs.models import DoNotPair, SupportNeed, Wish
from kithwork.apps.observations.shipped import shipped_forms
from kithwork.apps.peers.models import PeerWish
from kithwork.apps.people.models import BlockedTime, RosterImport
from kithwork.apps.plans import actions
from kithwork.apps.plans.models import Draft
from kithwork.apps.practices.actions import ContentFrame, keep_content_set, keep_playbook
from kithwork.apps.practices.actions.role_idea import RoleFrame, add_role_idea
from kithwork.apps.practices.lines import read_lines
from kithwork.apps.recruiting.actions import CallFrame, decide, invite, name_student, open_call
from kithwork.apps.recruiting.links import call_token, invitation_token
from kithwork.apps.runs.actions import draw_pairs, print_sheets
from kithwork.apps.runs.models import Absence, Pairing, Session
from kithwork.apps.safety.models import Concern, Stop
from kithwork.apps.schools.models import BellSchedule, SchoolYear, Term
from kithwork.apps.suggestions.actions import Choice, decide_suggestion
from kithwork.apps.suggestions.models import SealedRules, Suggestion
from kithwork.playbooks import event_templates
from tests.cast import (
    CANARIES,
    LENS,
    STAFF_WORDS,
    give_permission,
    make_run,
    make_section,
    make_student,
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
    stop = Stop.objects.create(
        school=cast.school, letter=uuid4(), student=cast.ada, talk_by=_monday(1)
    )
    concern = Concern.objects.create(
        school=cast.school, letter=uuid4(), level=1, seen=LENS["concern"], by_id=cast.tomas.user_id
    )
    run = make_run(cast, students=[cast.ada, cast.malik, cast.ben, cast.sora])
    drawn = draw_pairs(run, starts_on=_monday(), seed=1, by=cast.rosa)
    run_session = Session.objects.create(
        school=cast.school, run=run, section=cast.art, on=_monday(), label="1",
        starts_at=time(8, 10), ends_at=time(9, 0),
    )  # fmt: skip
    event = _event(cast)
    (sheet,) = print_sheets(run, [run_session], by=cast.rosa)
    own = keep_playbook(_own_practice(), started_from="cwpt 1", by=cast.rosa)
    frame = ContentFrame("Week 11", "facts")
    contents = keep_content_set(frame, read_lines("facts", "6 x 7 = 42"), by=cast.rosa)
    role = RoleFrame("Tea round", "class", ("MS",), "Pours the tea.", "Gets a cup.", 10)
    idea = add_role_idea(role, by=cast.tomas)
    _wish_with_names_found_nowhere_else(cast)
    answer, consent_ask = _permissions(cast)
    call, candidate = _recruiting(cast)
    card = write_card(
        cast.ada, [CardLine("like", STAFF_WORDS["draft_card"])], how_made="device", by=cast.rosa
    )
    _what_the_lens_hides(cast)
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
        **_partings(cast),
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
        **_entrance(cast),
        "uidb36": "1",
        "key": "x-y",
        "year": 2026,
        "month": 11,
        "on": _monday(),
        **_observation(cast),
        **_program(cast),
        **_training(cast),
        **_reflections(cast),
        **_friendships(cast),
        **_course(cast),
        **_study(cast),
        **_evaluation(cast),
        **_measure(cast),
        **_suggestions(run, cast),
    }


def _what_the_lens_hides(cast: Any) -> None:
    """Ada on paper, a class that tells, a time of hers in it with Ben, and a pair that is nobody's business."""
    from kithwork.apps.measures.models import Goal, Measure
    from kithwork.apps.people.models import Student

    school = cast.school
    Student.objects.filter(pk=cast.ada.pk).update(
        number=LENS["number"], disability_words="own_words", own_words=LENS["own_words"]
    )
    skills = make_section(school, f"{LENS['section']} Skills", "5", [cast.ada], cast.ines_staff)
    type(skills).objects.filter(pk=skills.pk).update(room=LENS["room"])
    one = make_student(school, LENS["pair"], grade="08")
    other = make_student(school, LENS["partner"], grade="08")
    for student, peer, label, starts in [
        (cast.ada, cast.ben, "5", time(12, 35)), (one, other, "4", time(11, 40)),
    ]:  # fmt: skip
        need = SupportNeed.objects.create(
            student=student, place="class", section=skills, role="buddy", times_a_week=1
        )
        session = Session.objects.create(
            school=school, need=need, student=student, section=skills, on=_monday(), label=label,
            starts_at=starts, ends_at=time(13, 25),
        )  # fmt: skip
        session.session_peers.create(peer=peer, on=session.on, label=label)
    Session.objects.create(
        school=school, need=cast.ada_art, student=cast.ada, section=cast.art, on=_monday(), label="3",
        starts_at=time(10, 0), ends_at=time(10, 50), status=Session.Status.NOT_HELD,
        why_not=LENS["why_not"],
    )  # fmt: skip
    measure = Measure.objects.create(
        school=school, student=cast.ada, name=LENS["measure"], source="entered", scale="count",
        unit="times", started_on=_monday(),
    )  # fmt: skip
    Goal.objects.create(
        measure=measure, level=3, starts_on=_monday(), by_on=_monday(8), words=LENS["goal"],
        is_iep=True,
    )  # fmt: skip


def _entrance(cast: Any) -> dict[str, Any]:
    """A window of Ada's class, and a device that shows it."""
    from kithwork.apps.entrances import actions as entrances

    window = entrances.open_window(cast.art, by=cast.ines)
    tablet = entrances.enrol_device("secret", name="Tablet 3", place="Shelf", by=cast.ines)
    entrances.show_class_on(tablet, window, by=cast.ines)
    return {"window_id": window.pk, "tablet_id": tablet.pk}


def _program(cast: Any) -> dict[str, Any]:
    """A program with a team on which a student sits, a line on its table, a tick, and words for a flyer."""
    from kithwork.apps.programs import actions as programs

    one, by = programs.start_program("Side by Side", by=cast.rosa), cast.rosa
    member = programs.add_member(one, programs.Who(student=cast.sora), seat="student", by=by)
    programs.keep_meeting(one, on=_monday(), came=[member], decided="Begin small.", by=by)
    line = programs.add_resource(one, programs.ResourceLine("cost", "Snacks"), by=by)
    tick = programs.tick_ready(one, "stop", on=_monday(), by=by)
    words = programs.Words("Side by Side", "We play.", "All.", "At lunch.", "Ask in room 12.")
    programs.keep_words(one, words, language="es", by=by)
    return {
        "program_id": one.pk,
        "decision": "form",
        "resource_id": line.pk,
        "member_id": member.pk,
        "approval": "program_plan",
        "tick_id": tick.pk,
        "piece": "flyer",
        "language": "es",
    }


def _measure(cast: Any) -> dict[str, Any]:
    """Something followed of Ada, a number typed in, and five levels of a goal."""
    from kithwork.apps.measures import actions as measuring

    frame = measuring.MeasureFrame("Joins in", "entered", "count", "times")
    measure = measuring.follow(cast.ada, frame, by=cast.rosa)
    entry = measuring.enter_value(measure, measuring.EntryFrame(_monday(), 3), by=cast.rosa)
    scale = measuring.write_scale(
        cast.ada, name="Asks", levels=list("abcde"), is_iep=False, by=cast.rosa
    )
    return {"measure_id": measure.pk, "entry_id": entry.pk, "scale_id": scale.pk}


def _training(cast: Any) -> dict[str, Any]:
    """A role-play and an agreement of Ada's, and a meeting she is asked to."""
    from kithwork.apps.training import actions as training

    said = dict.fromkeys(range(8), "yes")
    played = training.score(cast.ada, "role:buddy", "role", said, by=cast.rosa)
    agreed = training.make_agreement(cast.ada, "role", "buddy", by=cast.rosa)
    frame = training.MeetingFrame(_monday(), "lunch", "orientation/1", leader=cast.ines_staff)
    meeting = training.plan_meeting(frame, by=cast.rosa)
    training.ask_to_meeting(meeting, [cast.ada], by=cast.rosa)
    return {
        "piece_key": "private",
        "subject": "role:buddy",
        "lesson": "role",
        "rehearsal_id": played.pk,
        "agreement_id": agreed.pk,
        "meeting_id": meeting.pk,
    }


def _course(cast: Any) -> dict[str, Any]:
    """A course of Ines's with Ben in it, placed with Tomas; one row of everything that is written in it."""
    from kithwork.apps.courses import actions as courses

    began = _monday(-8)
    frame = courses.CohortFrame("Peer Collaboration", cast.ines_staff, began, _monday(10))
    cohort = courses.start_cohort(frame, by=cast.rosa)
    courses.add_members(cohort, [cast.ben], by=cast.rosa)
    member = cohort.members.get()
    where = courses.PlacementFrame(
        "class", cast.tomas_staff, _monday(-1), ("2",), section=cast.science
    )
    placement = courses.place(member, where, by=cast.rosa)
    entry = courses.write_entry(
        member, courses.EntryFrame(_monday(), "We read."), by=cast.ben_viewer
    )
    return {
        "cohort_id": cohort.pk,
        "course_member_id": member.pk,
        "placement_id": placement.pk,
        "day_id": courses.say_day(placement, _monday(), "2", by=cast.ben_viewer).pk,
        "placement_idea_id": courses.give_idea(placement, "Pairs.", by=cast.ben_viewer).pk,
        "entry_id": entry.pk,
        "feedback_id": courses.give_feedback(entry, "Well seen.", by=cast.rosa).pk,
        "unit_id": cohort.units.first().pk,
        "seminar_id": courses.plan_seminar(cohort, _monday(), "Waiting", by=cast.rosa).pk,
    }


def _reflections(cast: Any) -> dict[str, Any]:
    """Ada is asked about belonging, and has answered one question; adults are asked for themselves."""
    from kithwork.apps.reflections import actions as reflections

    give_permission([cast.ada], "survey")
    waves = (reflections.WaveFrame("start", _monday(), _monday(2)),)
    frame = reflections.SurveyFrame("belonging", "Lunch club", waves)
    survey = reflections.start_survey(frame, by=cast.rosa)
    reflections.ask_students(survey, [cast.ada], by=cast.rosa)
    wave = survey.waves.get()
    reflections.write_down(wave, cast.ada, {"hello": "good"}, "device", by=cast.rosa)
    frame = reflections.SurveyFrame("figure_2_others", "What adults see", waves)
    of_adults = reflections.start_survey(frame, by=cast.rosa)
    return {
        "adult_wave_id": of_adults.waves.get().pk,
        "survey_id": survey.pk,
        "wave_id": wave.pk,
        "voice": "student",
        "questionnaire_key": "belonging",
    }


def _friendships(cast: Any) -> dict[str, Any]:
    """Ada named somebody in a class she is not in any more; Ben's and her class is asked again now."""
    from kithwork.apps.friendships import actions as friendships
    from kithwork.apps.friendships.models import Naming, Place

    give_permission([cast.malik, cast.ben, cast.sora, cast.lena], "survey")
    friend = make_student(cast.school, STAFF_WORDS["friend"], grade="07")
    give_permission([friend], "survey")
    frame = friendships.CircleFrame("friends", "Our class", _monday(1), section_id=cast.art.pk)
    circle = friendships.start_circle(frame, by=cast.rosa)
    before = circle.rounds.get()
    Place.objects.create(round=before, student=friend)
    for one in (cast.ada, cast.malik, cast.ben, cast.sora, cast.lena):
        row = Naming.objects.create(round=before, student=one, said="names", mode="device")
        row.named.set([friend if one == cast.ada else cast.ada])
    circle.rounds.update(opens_on=_monday(-6), due_on=_monday(-4))
    friendships.open_after(circle, _monday(1), by=cast.rosa)
    now = circle.rounds.get(kind="after")
    friendships.write_down(now, cast.ada, [cast.ben.pk], said="names", mode="device", by=cast.tomas)
    return {"circle_id": circle.pk, "friend_round_id": now.pk}


def _study(cast: Any) -> dict[str, Any]:
    """A study of made-up series that two adults read masked, open to the researcher, with an extract asked for."""
    from kithwork.apps.measures import actions as measuring
    from kithwork.apps.studies import actions as studies
    from kithwork.apps.studies.models import Outcome
    from kithwork.apps.studies.tests.conftest import TIERS, keep, series

    made = studies.start_study(
        studies.StudyFrame("Greetings", "multiple_baseline", source="published"), by=cast.rosa
    )
    keep(made, series(TIERS), by=cast.rosa)
    opening = studies.open_to(made, cast.rafi.user_id, by=cast.rosa)
    readers = [cast.ines.user_id, cast.tomas.user_id]
    laid = studies.lay_out(made, Outcome.objects.get(study=made), readers, by=cast.rosa)
    frame = studies.ReleaseFrame("research", "A university", "Folder 3")
    give_permission([cast.malik], "research")
    joins = measuring.MeasureFrame("Joins in", "entered", "count", "times")
    followed = studies.MeasureFrame(measuring.follow(cast.malik, joins, by=cast.rosa), "P1")
    live = studies.start_study(studies.StudyFrame("Followed", "before_after"), by=cast.rosa)
    return {
        "case_measure_id": studies.add_measure(live, followed, by=cast.rosa).pk,
        "study_id": made.pk,
        "condition_id": made.conditions.first().pk,
        "case_id": made.cases.first().pk,
        "opening_id": opening.pk,
        "round_id": laid.pk,
        "masked_token": laid.readings.get(reader_id=cast.ines.user_id).token,
        "release_id": studies.ask_release(made, frame, by=cast.rosa).pk,
    }


def _evaluation(cast: Any) -> dict[str, Any]:
    """Scores of two groups from a file."""
    from kithwork.apps.evaluations.tests.conftest import from_file

    return {"evaluation_id": from_file(cast.rosa).pk}


def _observation(cast: Any) -> dict[str, Any]:
    """Ada, observed by Tomas at lunch on Monday; another text under the same id, and a letter nobody can read."""
    from kithwork.apps.observations import actions as observations
    from kithwork.apps.observations.models import Device, Envelope, Observation

    form = observations.take_form(shipped_forms()["engaged"], by=cast.rosa)
    plan = observations.plan_observations(
        observations.Frame(
            instrument=form, students=(cast.ada,), observer=cast.tomas_staff, phase="baseline",
            setting="lunch", minutes=10, labels=("Lunch",), days=(), starts_on=_monday(), ends_on=_monday(),
        ),
        by=cast.rosa,
    )  # fmt: skip
    watch, letter = plan.watches.get(), uuid4()
    said = {
        "made_with": 1, "observer": cast.tomas.user_id, "watch": watch.pk, "student": cast.ada.pk,
        "instrument": form.pk, "phase": "baseline", "setting": "lunch",
        "began_at": "2026-11-09T16:00:00Z", "length_ms": 600_000,
    }  # fmt: skip
    items = [
        observations.Item(letter, json.dumps(said | {"taps": [{"at": 30_000, "code": "e@0"}]})),
        observations.Item(letter, json.dumps(said | {"taps": []})),
        observations.Item(uuid4(), json.dumps(said | {"taps": [{"at": 1, "code": "q"}]})),
    ]
    observations.take_in(items, observations.Sending(), by=cast.tomas)
    observations.read_waiting()
    device = Device.objects.create(
        device=uuid4(),
        user_id=cast.tomas.user_id,
        name="Phone",
        last_seen_at="2026-11-09T14:00:00Z",
    )
    words = observations.Meaning(
        f"Joins {LENS['behaviour']}", "Steps in.", "Sits down with them.", "Watches.", "event"
    )
    recording, tape = _practice(cast, form)
    return {
        "observation_id": Observation.objects.get(watch=watch).pk,
        "recording_id": recording.pk,
        "tape_id": tape.pk,
        "added_id": observations.add_for_today(cast.ben, by=cast.rosa).pk,
        "behaviour_id": observations.define_behaviour(words, by=cast.rosa).pk,
        "watch_id": watch.pk,
        "plan_id": plan.pk,
        "instrument_id": form.pk,
        "envelope_id": Envelope.objects.get(is_first=False).pk,
        "device_id": device.pk,
    }


def _wish_with_names_found_nowhere_else(cast: Any) -> None:
    """Whom Ada would like to know, would rather not be with, and is kept apart from: names that tell on a page."""
    liked = make_student(cast.school, CANARIES["wish"], grade="07")
    avoided = make_student(cast.school, CANARIES["avoid"], grade="07")
    Wish.objects.create(student=cast.ada, other=liked, kind=Wish.Kind.WOULD_LIKE)
    Wish.objects.create(student=cast.ada, other=avoided, kind=Wish.Kind.RATHER_NOT)
    first, second = sorted([cast.ada, avoided], key=lambda student: student.pk)
    DoNotPair.objects.create(
        first=first, second=second, reason=CANARIES["do_not_pair"], by_id=cast.rosa.user_id, since=_monday()
    )  # fmt: skip


def _partings(cast: Any) -> dict[str, Any]:
    """Ben and Ada are partners; Ben stops, and Lena asks for another partner through an adult."""
    days = {"starts_on": _monday(), "ends_on": _monday(4)}
    Pairing.objects.get_or_create(
        school=cast.school, student=cast.ada, peer=cast.ben, need=cast.ada_lunch, role="buddy",
        defaults=days,
    )  # fmt: skip
    Pairing.objects.get_or_create(
        school=cast.school, student=cast.malik, peer=cast.lena, need=cast.malik_science,
        role="tutor", defaults=days,
    )  # fmt: skip
    cast.ben.refresh_from_db()
    own = {"school": cast.school, "last_on": _monday(1), "replace_by": _monday(2)}
    parting = Parting.objects.create(
        student=cast.lena, partner=cast.malik, kind="change", goodbye="card", is_own=False,
        note=STAFF_WORDS["parting"], **own,
    )  # fmt: skip
    mine = Parting.objects.create(
        student=cast.ben, kind="leave", goodbye="meet", is_own=True, **own
    )
    return {
        "partner_id": cast.ada.pk,
        "peer_id": cast.ben.pk,
        "parting_id": parting.pk,
        "own_parting_id": mine.pk,
    }


def _recruiting(cast: Any) -> tuple[Any, Any]:
    """A call that is open, and a student who was invited."""
    until = _monday(4)
    call = open_call(CallFrame("Lunch club", "Games on Mondays.", 5, until), by=cast.rosa)
    noor = make_student(cast.school, "Noor", "Said")
    name_student(noor, why=STAFF_WORDS["nomination"], by=cast.rosa)
    invited = invite(noor, by=cast.rosa)
    return call, decide(invited, state="waiting", reason=STAFF_WORDS["choice"], by=cast.rosa)


def _permissions(cast: Any) -> tuple[Any, Any]:
    """An answer on the ledger, and a link that is out for Ada's mother."""
    given = FamilyAnswer(
        {"photo": "yes"}, "paper", signer=STAFF_WORDS["signer"], kept_at=STAFF_WORDS["paper"]
    )
    (answer,) = write_down(cast.ada, given, by=cast.rosa)
    (ask,) = ask_families([cast.ada], purposes=["take_part", "photo"], by=cast.rosa)
    return answer, ask


def _practice(cast: Any, form: Any) -> tuple[Any, Any]:
    """A recording to practise with, and what Tomas made of it."""
    from kithwork.apps.observations import actions as observations
    from kithwork.apps.observations.practice import key_text, practice_text

    taps = [{"at": 30_000, "code": "e@0"}]
    frame = observations.RecordingFrame(
        form, "Lunch, table four", "Shelf B", key_text(600_000, taps), 80, 2
    )
    recording = observations.make_recording(frame, by=cast.rosa)
    text = practice_text(recording.pk, 600_000, taps)
    tape = observations.keep_practice(recording, letter=uuid4(), text=text, by=cast.tomas)
    return recording, tape


def _event(cast: Any) -> dict[str, Any]:
    """An event of today, led by Tomas, with one row of everything."""
    from kithwork.apps.events import actions as events
    from kithwork.apps.events.models import EventStep

    frame = events.Frame("Garden day", "service_project", "Garden", lead=cast.tomas_staff)
    when = events.When(_monday(), time(14, 0), time(15, 30))
    event = events.start_event(
        frame, when=when, template=event_templates()["community_garden"], by=cast.rosa
    )
    place = events.add_student(event, cast.ada, is_planner=True, by=cast.rosa)
    role, question = event.roles.first(), event.access_questions.first()
    holder = events.take_role(role, cast.ada, chosen="self", how="device", by=cast.rosa)
    said = {"says": "A firm path.", "who": "The planners", "by_on": _monday()}
    answer = events.answer_access(question, **said, by=cast.rosa)
    events.mark_attendance(event.days.get(), cast.ada, is_here=True, by=cast.tomas)
    events.reflect(event, events.Words("before", "Something that smells good."), by=cast.tomas)
    return {
        "event_id": event.pk,
        "event_template": "wheelchair_soccer",
        "event_day_id": event.days.get().pk,
        "event_student_id": place.pk,
        "event_role_id": role.pk,
        "role_holder_id": holder.pk,
        "access_question_id": question.pk,
        "access_answer_id": answer.pk,
        "event_step_id": EventStep.objects.filter(event=event).first().pk,
        "event_partner_id": event.partners.first().pk,
    }


def _own_practice() -> str:
    """A copy with everything a practice can say, to be read on its page."""
    from kithwork.playbooks import shipped
    from kithwork.playbooks.starter import starting_text

    return starting_text("our_tutoring", copy_of=shipped()["cwpt"])


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


def _suggestions(run: Any, cast: Any) -> dict[str, Any]:
    """One that is open and one that was decided, of the rules as they are sealed."""
    frame = {"school": cast.school, "run": run, "findings": []}
    said = {
        "name": "Planned steps lost",
        "says": "Stop for now?",
        "tag": "D",
        "suggest": "change_seats",
    }
    sealed = SealedRules.objects.create(
        run=run, number=1, text='{"rules": []}', digest="0" * 64, is_after_data=False
    )
    one, other = (
        Suggestion.objects.create(rule=rule, said=said, rules=sealed, **frame)
        for rule in ("DR-11", "DR-29")
    )
    decision = decide_suggestion(other, choice=Choice("keep", "They sit well."), by=cast.rosa)
    return {
        "suggestion_id": one.pk,
        "decision_id": decision.pk,
        "rule_id": "DR-11",
        "place": 0,
        "number": 1,
    }
