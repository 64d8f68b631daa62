"""The recruitment kit: made of five lines, in two languages, easy to read, and on one page; what channels brought."""

import re

import pytest
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.programs import actions, kit, queries
from kithwork.apps.programs.signs import sign_of
from kithwork.apps.programs.tests.conftest import WORDS, WORDS_ES
from kithwork.demo.school_program import ENGLISH, SPANISH
from tests.cast import MONDAY
from tests.reading import FAMILIES, PEERS, complaints

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

READERS = {key: FAMILIES if key == "letter" else PEERS for key in kit.PIECES}
NOT_FOR_STUDENTS = re.compile(
    r"\b(disabilit|discapacid|autis|special ed|educación especial|IEP|goal|needs?\b|necesid)", re.IGNORECASE
)  # fmt: skip


def door(name, *args):
    return reverse(f"programs:{name}", args=args)


def filled(key, language, words=None):
    words = words or (WORDS if language == "en" else WORDS_ES)
    own = {name: getattr(words, name) for name in ("name", "purpose", "who", "when", "ask")}
    return kit.piece(key, language, {**own, "school": "Maple Street School"})


@pytest.mark.parametrize(
    ("words", "language"), [(WORDS, "en"), (ENGLISH, "en"), (WORDS_ES, "es"), (SPANISH, "es")]
)
@pytest.mark.parametrize("key", kit.PIECES)
def test_every_piece_is_as_easy_as_its_readers_need(key, words, language):
    """With a school's own words in it, of the cast and of the demo."""
    assert not list(complaints(filled(key, language, words).text, language, READERS[key]))


@pytest.mark.parametrize("language", kit.LANGUAGES)
@pytest.mark.parametrize("key", kit.PIECES)
def test_every_piece_says_what_and_whom_to_ask_and_nothing_of_anybodys_needs(key, language):
    text = " ".join(filled(key, language).text)
    words = WORDS if language == "en" else WORDS_ES
    assert words.name in text
    assert words.purpose in text
    assert words.when in text
    assert words.ask in text
    assert "{" not in text
    assert not NOT_FOR_STUDENTS.search(text)


def test_both_languages_say_the_same_things():
    english, spanish = kit.texts("en"), kit.texts("es")
    assert english.keys() == spanish.keys() == {"words", *kit.PIECES}
    for key in kit.PIECES:
        one, other = filled(key, "en"), filled(key, "es")
        assert (len(one.points), len(one.lines), len(one.slides), len(one.sections)) == (
            len(other.points), len(other.lines), len(other.slides), len(other.sections),
        )  # fmt: skip


def test_words_are_kept_once_for_each_language_and_every_line_is_asked_for(cast, program):
    assert not sign_of("kit", cast.rosa, program).is_met
    for name in ("name", "purpose", "who", "when", "ask"):
        given = {key: getattr(WORDS, key) for key in ("name", "purpose", "who", "when", "ask")}
        with pytest.raises(Problem, match=r"^(Write|Say) "):
            actions.keep_words(program, actions.Words(**{**given, name: " "}), language="en", by=cast.rosa)  # fmt: skip
    with pytest.raises(Problem, match="languages"):
        actions.keep_words(program, WORDS, language="fr", by=cast.rosa)
    actions.keep_words(program, WORDS, language="en", by=cast.rosa)
    actions.keep_words(program, WORDS, language="en", by=cast.rosa)
    assert program.own_words.count() == 1
    assert sign_of("kit", cast.rosa, program).sentence == "Ready in 1 language."


def test_the_kit_on_its_pages(cast, program, client_for):
    rosa = client_for(cast.rosa)
    assert "needs your words" in rosa.get(door("kit", program.pk)).text
    assert rosa.get(door("piece", program.pk, "flyer", "es")).status_code == 404
    typed = {name: getattr(WORDS_ES, name) for name in ("name", "purpose", "who", "when", "ask")}
    url = door("kit_words", program.pk, "es")
    assert "Your words, Español" in rosa.get(url).text
    assert rosa.post(url, {**typed, "ask": ""}).status_code == 200
    assert rosa.post(url, typed).status_code == 302
    tess = client_for(cast.tess)
    for key in kit.PIECES:
        page = tess.get(door("piece", program.pk, key, "es"))
        assert page.status_code == 200
        assert 'lang="es"' in page.text
    assert rosa.get(door("piece", program.pk, "novel", "es")).status_code == 404
    assert rosa.get(door("kit_words", program.pk, "xx")).status_code == 404


def test_braces_in_a_schools_own_words_stay_as_they_were(cast, program):
    odd = actions.Words("{name}", "We {eat}.", "All.", "At 12.", "Ask {x}.")
    actions.keep_words(program, odd, language="en", by=cast.rosa)
    assert queries.piece_or_404(program, "flyer", "en").head == "{name}"


def test_what_each_way_of_inviting_brought(cast, program, client_for):
    count = actions.count_invitation
    for bad, sentence in [
        ({"channel": "smoke", "on": MONDAY}, "how you invited"),
        ({"channel": "flyer", "on": MONDAY, "views": 3, "sign_ups": 4}, "More signed up"),
        ({"channel": "flyer", "on": MONDAY, "views": -1}, "number from 0"),
    ]:
        with pytest.raises(Problem, match=sentence):
            count(program, by=cast.rosa, **bad)
    count(program, channel="flyer", on=MONDAY, views=80, sign_ups=4, by=cast.rosa)
    count(program, channel="flyer", on=MONDAY, sign_ups=2, by=cast.rosa)
    assert not sign_of("two_ways", cast.rosa, program).is_met
    count(program, channel="poster", on=MONDAY, by=cast.rosa)
    assert "ask some students in person" in sign_of("two_ways", cast.rosa, program).sentence
    lines = queries.channel_lines(cast.rosa, program)
    assert [(one.channel, one.views, one.sign_ups) for one in lines[:2]] == [("flyer", 80, 6), ("poster", None, None)]  # fmt: skip
    rosa, url = client_for(cast.rosa), door("channels", program.pk)
    assert rosa.post(url, {"channel": "teacher", "on": "2026-11-09", "sign_ups": "3"}).status_code == 302  # fmt: skip
    page = client_for(cast.pia).get(url).text
    assert "Asked by a teacher" in page
    assert "not counted" in page
    assert "Count one more" not in page
    assert client_for(cast.pia).post(url, {"channel": "teacher", "on": "2026-11-09"}).status_code == 403  # fmt: skip
