"""What is measured, observed, asked, studied and suggested."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from kithwork.apps.observations.shipped import shipped_forms
from kithwork.apps.suggestions.actions import Choice, decide_suggestion
from kithwork.apps.suggestions.models import SealedRules, Suggestion
from tests.cast import (
    LENS,
    STAFF_WORDS,
    give_permission,
    make_student,
)
from tests.house.furniture.days import monday
from tests.house.furniture.practices import practice


def measure(cast: Any) -> dict[str, Any]:
    """Something followed of Ada, a number typed in, and five levels of a goal."""
    from kithwork.apps.measures import actions as measuring

    frame = measuring.MeasureFrame("Joins in", "entered", "count", "times")
    measure = measuring.follow(cast.ada, frame, by=cast.rosa)
    entry = measuring.enter_value(measure, measuring.EntryFrame(monday(), 3), by=cast.rosa)
    scale = measuring.write_scale(
        cast.ada, name="Asks", levels=list("abcde"), is_iep=False, by=cast.rosa
    )
    return {"measure_id": measure.pk, "entry_id": entry.pk, "scale_id": scale.pk}


def reflections(cast: Any) -> dict[str, Any]:
    """Ada is asked about belonging, and has answered one question; adults are asked for themselves."""
    from kithwork.apps.reflections import actions as reflections

    give_permission([cast.ada], "survey")
    waves = (reflections.WaveFrame("start", monday(), monday(2)),)
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


def friendships(cast: Any) -> dict[str, Any]:
    """Ada named somebody in a class she is not in any more; Ben's and her class is asked again now."""
    from kithwork.apps.friendships import actions as friendships
    from kithwork.apps.friendships.models import Naming, Place

    give_permission([cast.malik, cast.ben, cast.sora, cast.lena], "survey")
    friend = make_student(cast.school, STAFF_WORDS["friend"], grade="07")
    give_permission([friend], "survey")
    frame = friendships.CircleFrame("friends", "Our class", monday(1), section_id=cast.art.pk)
    circle = friendships.start_circle(frame, by=cast.rosa)
    before = circle.rounds.get()
    Place.objects.create(round=before, student=friend)
    for one in (cast.ada, cast.malik, cast.ben, cast.sora, cast.lena):
        row = Naming.objects.create(round=before, student=one, said="names", mode="device")
        row.named.set([friend if one == cast.ada else cast.ada])
    circle.rounds.update(opens_on=monday(-6), due_on=monday(-4))
    friendships.open_after(circle, monday(1), by=cast.rosa)
    now = circle.rounds.get(kind="after")
    friendships.write_down(now, cast.ada, [cast.ben.pk], said="names", mode="device", by=cast.tomas)
    return {"circle_id": circle.pk, "friend_round_id": now.pk}


def study(cast: Any) -> dict[str, Any]:
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


def evaluation(cast: Any) -> dict[str, Any]:
    """Scores of two groups from a file."""
    from kithwork.apps.evaluations.tests.conftest import from_file

    return {"evaluation_id": from_file(cast.rosa).pk}


def observation(cast: Any) -> dict[str, Any]:
    """Ada, observed by Tomas at lunch on Monday; another text under the same id, and a letter nobody can read."""
    from kithwork.apps.observations import actions as observations
    from kithwork.apps.observations.models import Device, Envelope, Observation

    form = observations.take_form(shipped_forms()["engaged"], by=cast.rosa)
    plan = observations.plan_observations(
        observations.Frame(
            instrument=form, students=(cast.ada,), observer=cast.tomas_staff, phase="baseline",
            setting="lunch", minutes=10, labels=("Lunch",), days=(), starts_on=monday(), ends_on=monday(),
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
    recording, tape = practice(cast, form)
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


def suggestions(run: Any, cast: Any) -> dict[str, Any]:
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
