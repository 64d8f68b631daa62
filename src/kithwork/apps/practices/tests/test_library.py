"""The library and the page of a practice: everything is there, numbers say where they come from."""

import re
from html import unescape

import pytest

from kithwork.apps.practices import queries, words
from kithwork.apps.practices.queries.library import strengths_of, time_words
from kithwork.playbooks import shipped
from kithwork.playbooks.schema.base import Every, Span

pytestmark = pytest.mark.django_db
# Never said of what was not seen in print.
CLAIMS = re.compile(r"research (says|shows|proves)|proven", re.IGNORECASE)


def plain(answer):
    """The words of a page, without markup."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(text).split())


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("rosa", 200),
        ("ines", 200),
        ("tomas", 200),
        ("pia", 200),
        ("tess", 200),
        ("ben_viewer", 403),
        ("ada_viewer", 403),
    ],
)
def test_staff_read_practices(cast, client_for, person, status):
    client = client_for(getattr(cast, person))
    for url in ("/practices/", "/practices/cwpt/", "/practices/cwpt/file/", "/practices/lists/"):
        assert client.get(url).status_code == status, url


def test_the_library_shows_each_practice_with_what_to_know(cast, client_for):
    text = plain(client_for(cast.rosa).get("/practices/"))
    for playbook in shipped().values():
        assert playbook.name in text
        assert " ".join(playbook.purpose.split()) in text
        assert " ".join(playbook.cautions[0].text.split()) in text
    assert not CLAIMS.search(text)


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"subject": "maths"}, "pals_maths_2_6", "pals_reading_2_6"),
        ({"grade": "HS"}, "cwpt", "pals_maths_2_6"),
        ({"grade": "HS", "subject": "maths"}, "cwpt", "pals_reading_2_6"),
        ({"scope": "class"}, "cwpt", None),
        ({"setting": "classroom"}, "cwpt", None),
        ({"subject": "no such thing"}, "cwpt", None),
    ],
)
def test_filters_leave_what_fits(cast, asked, there, gone):
    page = queries.library_page(cast.rosa, asked)
    keys = {card.key for _title, cards in page.families for card in cards}
    assert there in keys
    assert gone not in keys
    assert page.count == len(keys)


def test_nothing_fits_is_said(cast, client_for, monkeypatch):
    from kithwork.apps.practices.queries import library

    monkeypatch.setattr(library, "fits", lambda *_: False)
    assert "No practice fits" in plain(client_for(cast.rosa).get("/practices/?grade=K"))


def test_who_is_offered_to_use_a_practice(cast):
    for person, offered in (("rosa", True), ("ines", True), ("tomas", False), ("pia", False)):
        viewer = getattr(cast, person)
        assert queries.practice_page(viewer, shipped()["cwpt"]).may_use is offered
        families = queries.library_page(viewer, {"scope": "class"}).families
        assert {card.may_use for _title, cards in families for card in cards} == {offered}


@pytest.mark.parametrize("key", sorted(shipped()))
def test_the_page_of_every_practice_holds_all_of_it(cast, client_for, key):
    playbook = shipped()[key]
    text = plain(client_for(cast.tomas).get(f"/practices/{key}/?lessons=all"))
    parts = [
        *(step.name for session in playbook.sessions for step in session.steps),
        *(one.title for one in playbook.cue_cards),
        *(one.name for one in playbook.corrections),
        *(one.text for one in playbook.fidelity.items),
        *(one.asks for one in playbook.reflection),
        *(one.says for one in playbook.evidence),
        *(one.text for one in playbook.cautions),
        *(one.name for one in playbook.training),
        *(one.name for one in playbook.adjustable),
    ]
    whole = [" ".join(part.split()) for part in parts if "{" not in part]
    assert len(whole) > 30
    assert [part for part in whole if part not in text] == []
    assert not re.search(r"\{[a-z_]+\}", text), "a value is not in its place"
    assert not CLAIMS.search(text)
    assert text.count("Key step") >= sum(one.critical for one in playbook.fidelity.items)


@pytest.mark.parametrize("key", sorted(shipped()))
def test_a_setting_of_ours_is_called_so_and_cites_nothing(cast, key):
    page = queries.practice_page(cast.rosa, shipped()[key])
    for line, said in zip(page.evidence, shipped()[key].evidence, strict=True):
        assert line.tag == words.label(words.TAGS, said.tag)
        if said.tag == "K":
            assert (line.of, line.lines) == ("Not confirmed yet", ())
    for line, said in zip(page.settings, shipped()[key].adjustable, strict=True):
        assert line.tag == words.label(words.TAGS, said.tag)
    assert words.label(words.TAGS, "D") == "Our setting"


def test_what_waits_to_be_confirmed_is_named_when_it_is_all_there_is():
    cwpt = shipped()["cwpt"]
    assert strengths_of(cwpt) == ["Limited evidence"]
    waiting = [one for one in cwpt.evidence if one.strength == "to_confirm"]
    assert strengths_of(cwpt.model_copy(update={"evidence": tuple(waiting)})) == [
        "Not confirmed yet"
    ]


def test_a_practice_is_read_in_spanish_where_it_was_said_so(cast, client_for):
    client = client_for(cast.ines)
    english, spanish = client.get("/practices/cwpt/"), client.get("/practices/cwpt/?lang=es")
    assert "Tutoría entre compañeros de toda la clase" in spanish.content.decode()
    assert '<h1 lang="es">' in spanish.content.decode()
    assert '<h1 lang="en">' in english.content.decode()
    assert 'lang="es">Español' in english.content.decode()
    assert '<h1 lang="en">' in client.get("/practices/cwpt/?lang=xx").content.decode()


def test_a_correction_is_told_moment_by_moment_with_its_points(cast):
    for whole, line in zip(
        shipped()["cwpt"].corrections,
        queries.practice_page(cast.rosa, shipped()["cwpt"]).corrections,
        strict=True,
    ):
        assert [one.number for one in line.moments] == list(range(1, len(whole.states) + 1))
        for state, moment in zip(whole.states, line.moments, strict=True):
            assert [label for label, _next in moment.then] == [one.label for one in state.go]
            for one, (_label, said) in zip(state.go, moment.then, strict=True):
                target = [each.id for each in whole.states].index(one.to) + 1
                assert f"go to {target}" in said
                if one.award:
                    assert said.startswith(f"{shipped()['cwpt'].points(one.award)} point")


def test_a_practice_nobody_wrote_is_not_there(cast, client_for):
    assert client_for(cast.rosa).get("/practices/no_such/").status_code == 404
    assert client_for(cast.rosa).get("/practices/cwpt/versions/").status_code == 404


@pytest.mark.parametrize(
    "role", ["tutor", "buddy", "note_taker", "facilitator", "practice_partner", "other"]
)
def test_the_practice_of_a_role_of_the_plan_is_a_shipped_one(role):
    from kithwork.apps.needs.models import PeerRole
    from kithwork.apps.practices.queries.shelf import ROLE_PRACTICES

    found = queries.playbook_of_role(role)
    assert found is shipped().get(ROLE_PRACTICES.get(role, ""))
    assert set(ROLE_PRACTICES) == set(PeerRole.values)


@pytest.mark.parametrize(
    ("every", "said"),
    [
        (Every(min=1, unit="week"), "every week"),
        (Every(min=2, unit="week"), "every 2 weeks"),
        (Every(min=3, max=4, unit="session"), "every 3 to 4 sessions"),
    ],
)
def test_how_often_in_words(every, said):
    assert words.every_words(every) == said


def test_spans_and_minutes_in_words():
    assert words.span_words(Span(min=2)) == "2 or more"
    assert words.minutes_words(1) == "1 minute"
    assert words.minutes_words(None) == ""
    assert words.minutes_words(None, Span(min=5, max=10)) == "5 to 10 minutes"
    assert words.times_words(Span(min=1, max=1), "month") == "once a month"
    assert words.times_words(Span(min=2, max=3), "week") == "2 to 3 times a week"
    assert words.label({}, "choral_reading") == "Choral reading"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("peer_support", "2 to 5 times a week"),  # as long as the lesson: not its five-minute talk
        ("peer_network", "15 to 45 minutes, once a week"),
        ("stay_play_talk", "10 to 15 minutes, 3 to 5 times a week"),
    ],
)
def test_the_time_a_practice_takes_is_that_of_its_main_session(key, said):
    assert time_words(shipped()[key]) == said
