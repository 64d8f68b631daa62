"""An attacker reads everything a masked reader is sent, and every line that is logged: nothing tells the key."""

from __future__ import annotations

import json
import logging
import re
from datetime import timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.studies import actions
from kithwork.apps.studies.models import Case, Condition, Outcome, Point, Reading, Round
from kithwork.apps.studies.queries import readings_page
from kithwork.apps.studies.tests.conftest import TIERS, keep, series, start
from kithwork.apps.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
# Codes and labels that occur nowhere else: wherever one shows, the mask slipped.
CODES = {"P1": "Wolframite", "P2": "Xenotime", "P3": "Yttrialite"}
PHASES = {"A": "Quietphase", "B": "Loudphase"}


@pytest.fixture
def told(cast):
    """A study whose every secret is a word found nowhere else."""
    made = start(cast.rosa)
    found = []
    for one in series():
        one = type(one)(
            CODES[one.case], "Zirconcount", one.sessions, one.values, [PHASES[label] for label in one.phases],
            one.improvement, one.scale, dates=one.dates,
        )  # fmt: skip
        found.append(one)
    keep(made, found, by=cast.rosa)
    return made


@pytest.fixture
def laid(cast, told):
    return actions.lay_out(
        told, Outcome.objects.get(), [cast.ines.user_id, cast.tomas.user_id], by=cast.rosa
    )


def secrets_of(made: Round) -> set[str]:
    words = {
        *CODES.values(),
        *PHASES.values(),
        "Zirconcount",
        made.study.title,
        "Baseline",
        "Treatment",
    }
    days = {point.on for point in Point.objects.all()}
    words |= (
        {day.isoformat() for day in days}
        | {f"{day:%B} {day.day}" for day in days}
        | {f"{day:%b} {day.day}" for day in days}
    )
    for one in made.readings.all():
        words |= {one.salt}
    return words


def everything(answer) -> str:
    """All bytes of an answer: status line, headers, cookies and body."""
    heads = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{answer.status_code} {heads}\n{answer.cookies.output()}\n{answer.content.decode()}"


def without_tokens(text: str) -> str:
    """A form's own token is drawn anew for each answer; so is the order of nothing else."""
    return re.sub(r'("X-CSRFToken": "|csrfmiddlewaretoken" value=")[^"]*', r"\1", text)


def answers_to(reading: Reading, order: list[int] | None = None) -> dict[str, dict]:
    by_place = {place: one for one, place in reading.sheets}
    order = order or [0, 1, 2]
    return {
        by_place[place]: {"change": [6, 9, 12][place], "rank": rank}
        for rank, place in enumerate(order, start=1)
    }


def test_nothing_a_reader_is_sent_and_no_log_line_tells_the_key(cast, laid, client_for, caplog):
    reading = laid.readings.get(reader_id=cast.ines.user_id)
    ines, sent = client_for(cast.ines), []
    with caplog.at_level(logging.DEBUG):
        sent.append(ines.get("/studies/readings/"))
        sent.append(ines.get(f"/studies/read/{reading.token}/"))
        sent.append(ines.post(f"/studies/read/{reading.token}/", {}))
        post = {}
        for one, said in answers_to(reading).items():
            post |= {f"change_{one}": said["change"], f"rank_{one}": said["rank"]}
        sent.append(ines.post(f"/studies/read/{reading.token}/", post))
        sent.append(ines.get(f"/studies/read/{reading.token}/"))
    text = "\n".join(everything(one) for one in sent)
    text += "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    text += json.dumps(
        list(
            TrailEntry.objects.filter(by_id=cast.ines.user_id).values_list(
                "verb", "subject_id", "detail"
            )
        )
    )
    assert [word for word in secrets_of(laid) if word in text] == []
    # The test can fail: the same look at the study's own page finds them.
    own = everything(client_for(cast.rosa).get(f"/studies/{laid.study_id}/"))
    assert {"Wolframite", "Quietphase", "Zirconcount"} <= {
        word for word in secrets_of(laid) if word in own
    }


def test_the_trail_of_a_round_says_nothing_of_its_order(cast, laid):
    lines = TrailEntry.objects.filter(verb="study.lay_out").values_list("detail", flat=True)
    assert list(lines) == [{"readers": 2}]


@pytest.mark.usefixtures("frozen_now")
def test_another_key_gives_the_same_page_to_the_byte(cast, laid, client_for):
    reading = laid.readings.get(reader_id=cast.ines.user_id)
    ines, address = client_for(cast.ines), f"/studies/read/{reading.token}/"
    ines.get(address)  # the first look gives out cookies
    before = without_tokens(everything(ines.get(address)))
    # Who started when, under which code, label and day, and every phase of every session: all of it turned round.
    Round.objects.filter(pk=laid.pk).update(
        order=laid.order[::-1],
        starts={"cases": laid.starts["cases"][::-1], "at": [[3], [14], [7]]},
    )
    for number, case in enumerate(Case.objects.order_by("-pk")):
        Case.objects.filter(pk=case.pk).update(code=f"Other {number}")
    for number, one in enumerate(Condition.objects.order_by("pk")):
        Condition.objects.filter(pk=one.pk).update(
            name=f"Other {number}", label=f"X{number}", is_baseline=False
        )
    for point in Point.objects.all():
        Point.objects.filter(pk=point.pk).update(
            phase=f"X{(point.pk + int(point.session)) % 2}", on=point.on + timedelta(days=99)
        )
    Outcome.objects.update(name="Other outcome")
    reading.refresh_from_db()
    Reading.objects.filter(pk=reading.pk).update(salt="another salt of sixteen and more", log=[])
    assert without_tokens(everything(ines.get(address))) == before


def test_each_reader_has_an_address_ids_and_an_order_drawn_by_chance(cast, told):
    outcome = Outcome.objects.get()
    orders, ids, tokens = [], set(), set()
    for _round in range(12):
        made = actions.lay_out(told, outcome, [cast.ines.user_id, cast.tomas.user_id], by=cast.rosa)
        for one in made.readings.all():
            orders.append(tuple(place for _id, place in one.sheets))
            ids |= {each for each, _place in one.sheets}
            tokens.add(one.token)
            actions.mark_reading(
                one,
                answers_to(one),
                by=cast.ines if one.reader_id == cast.ines.user_id else cast.tomas,
            )
        actions.open_key(made, by=cast.rosa)
    assert len(ids) == 24 * 3
    assert len(tokens) == 24
    assert all(len(token) >= 32 for token in tokens)
    assert len(set(orders)) > 2


def test_a_reading_is_for_its_reader_alone(cast, laid, client_for):
    reading = laid.readings.get(reader_id=cast.ines.user_id)
    for person in (cast.rosa, cast.tomas, cast.zed, cast.rafi):
        assert client_for(person).get(f"/studies/read/{reading.token}/").status_code == 404
    with pytest.raises(Refused):
        actions.mark_reading(reading, answers_to(reading), by=cast.rosa)


@pytest.mark.parametrize("person", ["rosa", "pia"])
def test_who_may_look_into_the_study_cannot_read_it_masked(cast, told, person):
    chosen = [getattr(cast, person).user_id, cast.ines.user_id]
    with pytest.raises(Problem, match="look into the study"):
        actions.lay_out(told, Outcome.objects.get(), chosen, by=cast.rosa)


def test_a_researcher_who_once_had_it_open_cannot_read_it_masked(cast, told):
    actions.close_to(actions.open_to(told, cast.rafi.user_id, by=cast.rosa), by=cast.rosa)
    with pytest.raises(Problem):
        actions.lay_out(
            told, Outcome.objects.get(), [cast.rafi.user_id, cast.ines.user_id], by=cast.rosa
        )


def test_a_reader_finds_no_page_of_the_study_until_the_key_is_open(cast, told, client_for):
    actions.lay_out(
        told, Outcome.objects.get(), [cast.rafi.user_id, cast.ines.user_id], by=cast.rosa
    )
    actions.open_to(told, cast.rafi.user_id, by=cast.rosa)
    rafi = client_for(cast.rafi)
    for ending in ("", "guard/", "report/", "report.json", "readings/", "extract/", "seals/"):
        assert rafi.get(f"/studies/{told.pk}/{ending}").status_code == 404
    assert told.title not in rafi.get("/studies/").content.decode()


def test_the_key_opens_only_after_all_have_read(cast, laid):
    first, second = laid.readings.all()
    with pytest.raises(Problem, match="has not read"):
        actions.open_key(laid, by=cast.rosa)
    actions.mark_reading(first, answers_to(first), by=cast.ines)
    with pytest.raises(Problem, match="stays as it is"):
        actions.mark_reading(first, answers_to(first, [2, 1, 0]), by=cast.ines)
    with pytest.raises(Problem, match="has not read"):
        actions.open_key(laid, by=cast.rosa)
    actions.mark_reading(second, answers_to(second, [1, 0, 2]), by=cast.tomas)
    actions.open_key(laid, by=cast.rosa)
    (_round, result, _readings) = readings_page(cast.rosa, laid.study).results[0]
    assert result.right == (True, False)
    assert result.agreed == 3
    assert result.p == (None, None)  # nothing was drawn by chance


def test_a_log_that_was_touched_is_told(cast, laid):
    first, second = laid.readings.all()
    actions.mark_reading(first, answers_to(first, [2, 1, 0]), by=cast.ines)
    actions.mark_reading(second, answers_to(second), by=cast.tomas)
    actions.open_key(laid, by=cast.rosa)
    first.refresh_from_db()
    first.log[1]["order"] = first.log[2]["order"]
    first.save(update_fields=["log"])
    (_round, result, _readings) = readings_page(cast.rosa, laid.study).results[0]
    assert result.is_sound is False
    assert result.right[0] is False


def test_a_right_order_has_a_p_only_where_chance_drew_the_order(cast):
    made = start(cast.rosa)
    actions.add_cases(made, list(TIERS), by=cast.rosa)
    from kithwork.apps.studies.chance import plan_of

    actions.draw_and_seal(
        made, plan_of("wampold_worsham", list(TIERS), 17, "6, 9, 12"), by=cast.rosa
    )
    keep(made, series(), by=cast.rosa)
    laid = actions.lay_out(
        made, Outcome.objects.get(), [cast.ines.user_id, cast.tomas.user_id], by=cast.rosa
    )
    for one, by in zip(laid.readings.all(), (cast.ines, cast.tomas), strict=True):
        actions.mark_reading(one, answers_to(one), by=by)
    actions.open_key(laid, by=cast.rosa)
    (_round, result, _readings) = readings_page(cast.rosa, made).results[0]
    assert [str(one) for one in result.p] == ["1/6", "1/6"]


@pytest.mark.parametrize("odd", ["000002" + "9" * 5000, "0" * 4, "²", "-1", "9" * 7])
def test_a_mark_that_is_no_place_is_asked_again(cast, laid, client_for, odd):
    reading = laid.readings.get(reader_id=cast.ines.user_id)
    post = {}
    for one, said in answers_to(reading).items():
        post |= {f"change_{one}": said["change"], f"rank_{one}": said["rank"]}
    for name in post:
        answer = client_for(cast.ines).post(f"/studies/read/{reading.token}/", post | {name: odd})
        assert answer.status_code == 422, name
    reading.refresh_from_db()
    assert reading.read_at is None
