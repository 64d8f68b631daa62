"""What a practice itself asks of a session: in the log, on the log, in the results of the week, over a sheet."""

from datetime import time
from uuid import uuid4

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import Told
from kithwork.apps.runs.models import Run, Session, SessionLog
from kithwork.apps.runs.practice_fields import PracticeFields
from kithwork.apps.runs.practice_log import Ask, asks, log_forms
from kithwork.apps.runs.queries import results_page
from kithwork.playbooks import shipped
from tests.cast import MONDAY, make_playbook_copy, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


@pytest.fixture
def time_of(cast):
    """A dated time of a run of any shipped practice, led by Tomas, with Ada, Ben and Lena."""

    def make(playbook: str) -> Session:
        scope = shipped()[playbook].scope
        run = make_run(
            cast, "Together", students=[cast.ada, cast.ben, cast.lena], scope=scope,
            playbook=make_playbook_copy(playbook), facilitator=cast.tomas_staff,
            focus_student=cast.ada if scope == "focus_student" else None,
        )  # fmt: skip
        return Session.objects.create(
            school=cast.school, run=run, section=cast.art, on=MONDAY, label="1",
            starts_at=time(8, 10), ends_at=time(9, 0),
        )  # fmt: skip

    return make


def told(**more):
    return Told(**{"was_held": True, "minutes": 30, **more})


def posted(**more):
    return {"letter": str(uuid4()), "happened": "yes", "minutes": "30", **more}


# ------------------------------------------------------------------ what is asked


def test_what_the_log_asks_anyway_is_not_asked_twice():
    labels = {key: [one.field.id for one in asks(shipped()[key])] for key in shipped()}
    assert labels["peer_network"] == ["new_activities", "host", "next_host"]
    assert labels["cwpt"] == ["pairs_seen", "items_to_teach"]
    assert "minutes_watched" in labels["pbii"]
    assert "minutes_here" in labels["special_ed_room"]
    assert labels["natural_supports"] == []
    assert not [one for ids in labels.values() for one in ids if one in {"remark", "adult_level"}]


def test_every_shipped_practice_can_be_asked(cast):
    for playbook in shipped().values():
        own = PracticeFields(playbook, [cast.ada])
        assert set(own.fields()) >= {one.key for one in asks(playbook)}
        assert len({one.key for one in asks(playbook)}) == len(asks(playbook))
        for form in log_forms(playbook):
            assert not [field for field in form.fields if field.staff_only]


def test_a_log_comes_before_other_forms_of_the_day():
    assert [one.id for one in log_forms(shipped()["peer_partner_club"])] == [
        "session_log",
        "access_check",
    ]


# ------------------------------------------------------------------ asked, kept, shown


def test_ratings_and_choices_are_asked_kept_and_shown(cast, client_for, time_of):
    session = time_of("peer_support")
    tomas = client_for(cast.tomas)
    page = tomas.get(f"/sessions/{session.pk}/log/").text
    assert "Now and then, both ways" in page
    assert 'name="session_log.contact" value="2"' in page

    answer = tomas.post(
        f"/sessions/{session.pk}/log/",
        posted(**{
            "session_log.together": "yes",
            "session_log.contact": "2",
            "session_log.rung": "Hint",
            "session_log.rows_done": ["Arrival", "Small group"],
            "session_log.gave": " Chose the colours. ",
        }),
    )  # fmt: skip

    assert answer.status_code == 302
    assert SessionLog.objects.get().measures["asked"] == {
        "session_log.together": True,
        "session_log.contact": 2,
        "session_log.rung": "Hint",
        "session_log.rows_done": ["Arrival", "Small group"],
        "session_log.gave": "Chose the colours.",
    }
    page = tomas.get(f"/sessions/{session.pk}/log/").text
    assert "Now and then, both ways" in page
    assert "Arrival, Small group" in page
    assert "At the task" not in page  # nobody answered it


def test_it_is_asked_in_spanish_and_kept_by_what_it_means(cast, client_for, time_of):
    session = time_of("peer_support")
    tomas = client_for(cast.tomas)
    url = f"/sessions/{session.pk}/log/"
    page = tomas.get(f"{url}?lang=es").text
    for words in (
        "Sentados juntos",
        "De vez en cuando, de ida y vuelta",
        "Dar una pista",
        "Grupo pequeño",
    ):
        assert words in page
    for words in ("Seated together", "Now and then", "Small group"):
        assert f">{words}" not in page
    assert 'name="session_log.rung" value="Hint"' in page

    asked = {"session_log.rung": "Hint", "session_log.rows_done": ["Arrival", "Small group"]}
    assert tomas.post(f"{url}?lang=es", posted(**asked)).status_code == 302

    assert SessionLog.objects.get().measures["asked"] == asked
    assert "Llegada, Grupo pequeño" in tomas.get(f"{url}?lang=es").text
    assert "Arrival, Small group" in tomas.get(url).text
    assert (
        tomas.post(f"{url}?lang=es", posted(**{"session_log.rung": "Dar una pista"})).status_code
        == 200
    )


def test_a_run_in_spanish_is_asked_in_spanish_unless_somebody_wants_english(
    cast, client_for, time_of
):
    session = time_of("cwpt")
    session.run.language = "es"
    session.run.save(update_fields=["language"])
    tomas, url = client_for(cast.tomas), f"/sessions/{session.pk}/log/"
    assert "Parejas vistas en el recorrido" in tomas.get(url).text
    assert "Pairs seen on the way round" in tomas.get(f"{url}?lang=en").text
    assert "Parejas vistas en el recorrido" in tomas.get(f"{url}?lang=fr").text


def test_a_run_is_begun_in_the_language_its_practice_was_read_in(cast, client_for):
    rosa = client_for(cast.rosa)
    page = rosa.get("/practices/cwpt/?lang=es").text
    assert "?practice=cwpt&amp;lang=es" in page
    url = "/sessions/runs/new/?practice=cwpt&lang=es"
    form = rosa.get(url).context["form"]
    assert (form["language"].initial or form.initial["language"]) == "es"
    typed = {
        "practice": "cwpt", "section": cast.art.pk, "name": "Ortografía", "language": "es",
        "starts_on": "2026-11-09", "ends_on": "2026-12-04",
    }  # fmt: skip
    assert rosa.post(url, typed).status_code == 302
    assert Run.objects.get().language == "es"
    assert "language" not in rosa.get("/sessions/runs/new/?practice=pals_k").context["form"].fields
    assert rosa.post(url, {**typed, "language": "fr"}).status_code == 200


def test_a_practice_without_another_language_offers_none(cast, client_for, time_of):
    page = client_for(cast.tomas).get(f"/sessions/{time_of('pals_k').pk}/log/?lang=es").text
    assert "Language of what the practice asks" not in page


def test_what_was_not_seen_is_missing_and_not_nought(cast, client_for, time_of):
    session = time_of("stay_play_talk")
    client_for(cast.tomas).post(
        f"/sessions/{session.pk}/log/", posted(**{"session_log.stay": "0", "session_log.talk": ""})
    )
    assert SessionLog.objects.get().measures["asked"] == {"session_log.stay": 0}


def test_who_hosted_is_ticked_and_whom_they_met_written_down(cast, client_for, time_of):
    session = time_of("peer_network")
    line = "session_log.line.0"
    tomas = client_for(cast.tomas)
    tomas.post(
        f"/sessions/{session.pk}/log/",
        posted(**{
            "session_log.host": [cast.ada.pk],
            "session_log.new_activities": "1",
            f"{line}.0": "Ada and Ben", f"{line}.1": "Recess", f"{line}.2": "15",
            f"{line}.3": "Cards", f"{line}.4": "Ben",
            "session_log.line.3.0": "Ada and Lena",
        }),
    )  # fmt: skip
    log = SessionLog.objects.get()
    assert log.measures["asked"]["session_log.host"] == [cast.ada.pk]
    assert log.measures["lines"] == {
        "session_log": [
            ["Ada and Ben", "Recess", "15", "Cards", "Ben"],
            ["Ada and Lena", "", "", "", ""],
        ]
    }
    page = tomas.get(f"/sessions/{session.pk}/log/").text
    assert "Ada and Ben · Recess · 15 · Cards · Ben" in page


def test_a_correction_begins_with_what_stands_and_the_old_stays(cast, client_for, time_of):
    session = time_of("peer_support")
    asked = {"session_log.contact": 1, "session_log.together": False}
    first = actions.log_session(session, told=told(asked=asked), letter=uuid4(), by=cast.tomas)
    tomas = client_for(cast.tomas)
    page = tomas.get(f"/sessions/{session.pk}/log/?correct=1")
    form = page.context["form"]
    assert form["session_log.contact"].value() == 1
    assert form["session_log.together"].value() == "no"

    tomas.post(
        f"/sessions/{session.pk}/log/",
        posted(replaces=first.pk, **{"session_log.contact": "3", "session_log.together": "no"}),
    )

    first.refresh_from_db()
    assert first.measures["asked"] == asked
    assert SessionLog.objects.last().measures["asked"]["session_log.contact"] == 3
    page = tomas.get(f"/sessions/{session.pk}/log/").text
    assert "As usual among classmates" in page
    assert "Once or twice" in page


def test_what_did_not_happen_has_no_answers(cast, time_of):
    given = Told(was_held=False, why="Fire drill", asked={"session_log.contact": 2})
    log = actions.log_session(time_of("peer_support"), told=given, letter=uuid4(), by=cast.tomas)
    assert log.measures == {}


@pytest.mark.parametrize(
    "asked",
    [
        {"session_log.contact": 4},
        {"session_log.contact": "2"},
        {"session_log.contact": True},
        {"session_log.rung": "Push"},
        {"session_log.rows_done": ["Arrival", "Lunch"]},
        {"session_log.together": "yes"},
        {"session_log.gave": "x" * 1001},
        {"session_log.nothing": 1},
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(cast, time_of, asked):
    session = time_of("peer_support")
    with pytest.raises(Problem):
        actions.log_session(session, told=told(asked=asked), letter=uuid4(), by=cast.tomas)
    assert not SessionLog.objects.exists()


def test_somebody_who_was_not_expected_is_no_host(cast, time_of):
    session = time_of("peer_network")
    with pytest.raises(Problem, match="Host"):
        actions.log_session(
            session, told=told(asked={"session_log.host": [cast.sora.pk]}), letter=uuid4(), by=cast.tomas
        )  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        {"session_log": [["a", "b"]]},
        {"session_log": [["", "", "", "", "x" * 201]]},
        {"session_log": [["a", "b", "c", "d", "e"]] * 6},
        {"other": [["a", "b", "c", "d", "e"]]},
    ],
)
def test_lines_that_do_not_fit_are_refused(cast, time_of, lines):
    session = time_of("peer_network")
    with pytest.raises(Problem, match="line"):
        actions.log_session(session, told=told(lines=lines), letter=uuid4(), by=cast.tomas)


def test_a_rating_on_the_form_outside_its_scale_is_said_beside_it(cast, client_for, time_of):
    session = time_of("stay_play_talk")
    page = client_for(cast.tomas).post(
        f"/sessions/{session.pk}/log/", posted(**{"session_log.stay": "1000"})
    )
    assert page.status_code == 200
    assert page.context["form"].errors["session_log.stay"]


# ------------------------------------------------------------------ the week


def test_a_week_stands_side_by_side_counts_added_ratings_not(cast, client_for, time_of):
    first = time_of("stay_play_talk")
    run = first.run
    second = Session.objects.create(
        school=cast.school, run=run, section=cast.art, on=MONDAY, label="2",
        starts_at=time(9, 5), ends_at=time(9, 20),
    )  # fmt: skip
    for session, stay in ((first, 3), (second, 4)):
        asked = {"session_log.stay": stay, "session_log.chose": "Together"}
        actions.log_session(session, told=told(asked=asked), letter=uuid4(), by=cast.tomas)

    own = results_page(cast.tomas, run, MONDAY).own

    found = {row.label: (tuple(one.words for one in row.cells), row.total) for row in own.rows}
    assert found == {
        "Stay": (("3", "4"), 7),
        "Who chose the game": (("Together", "Together"), None),
    }
    page = client_for(cast.tomas).get(f"/sessions/runs/{run.pk}/results/").text
    assert "What this practice asks" in page


def test_a_week_without_answers_has_no_table(cast, time_of):
    session = time_of("peer_support")
    actions.log_session(session, told=told(), letter=uuid4(), by=cast.tomas)
    assert results_page(cast.tomas, session.run, MONDAY).own is None


def test_contacts_between_meetings_are_counted(cast, time_of):
    session = time_of("peer_network")
    lines = {"session_log": [["Ada", "Recess", "10", "Cards", "Ben"], ["Lena", "", "", "", ""]]}
    asked = {"session_log.host": [cast.ada.pk]}
    actions.log_session(session, told=told(lines=lines, asked=asked), letter=uuid4(), by=cast.tomas)
    rows = results_page(cast.tomas, session.run, MONDAY).own.rows
    assert [(row.label, row.total) for row in rows] == [
        ("Host", None),
        ("Written down one by one", 2),
    ]
    assert rows[0].cells[0].people == (cast.ada,)


def test_a_range_is_that_of_the_practice():
    (ask,) = [one for one in asks(shipped()["cross_age"]) if one.field.id == "how"]
    assert (ask.range, [value for value, _ in ask.ways]) == ((1, 4), [1, 2, 3, 4])
    tally = next(one for one in asks(shipped()["stay_play_talk"]) if one.field.kind == "tally")
    assert isinstance(tally, Ask)
    assert tally.range == (0, 999)
