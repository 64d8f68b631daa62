"""A language laid over: words only, every id, nothing stray."""

from __future__ import annotations

import pytest

from kithwork.playbooks import BadPlaybook, adjusted, in_language, read_overlay, shipped
from kithwork.playbooks.checking import check_file
from kithwork.playbooks.load import LIBRARY, read
from kithwork.playbooks.overlay import languages
from kithwork.playbooks.tests.small import put

SPANISH = """
id = "ours"
version = 1
language = "es"
name = "Nuestra práctica"
purpose = "Las parejas se explican lo que aprendieron."

[[roles]]
id = "teller"
name = "Quien cuenta"
gives = ["Una explicación propia"]
receives = ["Alguien que escucha y pregunta"]

[[roles]]
id = "listener"
name = "Quien escucha"
gives = ["Atención", "Una pregunta"]
receives = ["Algo explicado otra vez"]

[[roles]]
id = "teacher"
name = "Docente"
does = ["Lleva el tiempo", "Escucha a las parejas"]

[[sessions]]
id = "explain"
name = "Cuéntale a tu pareja"
steps = [
  { id = "get_ready", name = "Prepárense", say = "Siéntate con tu pareja. Elige algo que aprendiste." },
  { id = "first_tells", name = "Primera persona", say = "Expliquen. Quien escucha hace una pregunta." },
  { id = "second_tells", name = "Segunda persona", say = "Cambio." },
  { id = "thank", name = "Da las gracias", say = "Dile a tu pareja qué quedó claro." },
]

[[cue_cards]]
id = "listener_card"
title = "Quien escucha"
lines = ["Mira y escucha.", "Haz una pregunta.", "Di qué quedó claro."]

[[reflection]]
id = "liked"
asks = "¿Te gustó contarle a tu pareja?"
"""


@pytest.fixture
def ours(tmp_path):
    path = put(tmp_path, "ours")
    (tmp_path / "es").mkdir()

    def lay(*changes, more=""):
        text = SPANISH
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "es" / "ours.toml").write_text(text + more, "utf-8")
        return path

    return lay


def said(path):
    return [str(fault) for fault in check_file(path).faults]


def test_the_same_playbook_in_other_words(ours):
    path = ours()
    assert said(path) == []
    english = read(path)
    spanish = in_language(english, read_overlay(path, "es"))
    assert spanish.name == "Nuestra práctica"
    assert spanish.session("explain").steps[2].say == "Cambio."
    assert spanish.session("explain").steps[2].minutes == 3
    assert spanish.training == english.training
    assert spanish.text == english.text


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('id = "ours"', 'id = "yours"', 'id: must be "ours", as in ours.toml, not "yours".'),
        ("version = 1", "version = 2", "version: must be 1, as in ours.toml, not 2."),
        ('language = "es"\n', "", 'language: must be "es", as in ours.toml, not None.'),
        ('id = "thank"', 'id = "thanks"', 'sessions explain, steps: "thanks" is not in the original; take it out.'),
        (
            '  { id = "thank", name = "Da las gracias", say = "Dile a tu pareja qué quedó claro." },\n',
            "",
            'sessions explain, steps: "thank" is missing; add its words.',
        ),
        (', say = "Cambio."', "", "sessions explain, steps second_tells, say: this is missing; add its words."),
        ('say = "Cambio."', 'say = ""', "sessions explain, steps second_tells, say: text in quotes is needed here."),
        ('say = "Cambio."', "say = 1", "sessions explain, steps second_tells, say: text in quotes is needed here."),
        (
            'say = "Cambio."',
            'say = "Cambio.", minutes = 4',
            "sessions explain, steps second_tells, minutes: a translation changes words only; take this out.",
        ),
        (
            'say = "Cambio."',
            'say = "Cambio.", script = "x"',
            "sessions explain, steps second_tells, script: the original has no words here; take this out.",
        ),
        (
            'gives = ["Atención", "Una pregunta"]',
            'gives = ["Atención"]',
            "roles listener, gives: a list of 2 texts is needed, as in the original.",
        ),
        (
            '[[reflection]]\nid = "liked"\nasks = "¿Te gustó contarle a tu pareja?"\n',
            "",
            "reflection: this is missing; add its words.",
        ),
        ('[[roles]]\nid = "teacher"', '[[roles]]\nid = "listener"', 'roles: "listener" stands here twice; keep one.'),
        ('asks = "¿Te', 'asks = "¿Niño objetivo, te', 'reflection 1, asks: "Niño objetivo" is a word we do not use'),
        ('"Mira y escucha."', '"Mira y escucha.", "Sonríe."', "cue_cards listener_card, lines: a list of 3 texts"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(ours, old, new, wanted):
    found = said(ours((old, new)))
    assert any(one.startswith(f"es/ours.toml, {wanted}") for one in found), found


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        (
            "[[cautions]]\nid = 'x'\ntext = 'T.'\n",
            'cautions: "x" is not in the original; take it out.',
        ),
        ("[group]\nzebra = 1\n", "group, zebra: a translation changes words only; take this out."),
        ("[group.triad]\n", "group, triad, how: this is missing; add its words."),
        ("[fidelity]\nitems = 3\n", "fidelity, items: tables with ids are needed here."),
        (
            "[collect]\nsession = ['Quién está']\n",
            "collect, weekly: this is missing; add its words.",
        ),
    ],
)
def test_other_tables_may_follow_when_they_are_whole(ours, more, wanted):
    found = said(ours(more=more))
    assert any(one.startswith(f"es/ours.toml, {wanted}") for one in found), found


def test_a_table_inside_a_table_is_laid_over_too(ours):
    path = ours(more='[group.triad]\nhow = "Tres se turnan."\n')
    assert said(path) == []
    triad = in_language(read(path), read_overlay(path, "es")).group.triad
    assert triad.how == "Tres se turnan."


def test_a_table_where_words_are_needed(ours):
    found = said(ours(more="group = 3\n").parent.joinpath("ours.toml"))
    assert found  # [[reflection]] has no such word
    path = ours(("purpose =", "group = 3\npurpose ="))
    assert said(path) == ["es/ours.toml, group: a table is needed here."]


FORMS = """
[[forms]]
id = "log"
name = "After it"
purpose = "What happened."
when = "each_session"
filled_by = "teacher"
seconds = 60
tag = "D"
fields = [
  { id = "seen", label = "Pairs seen", kind = "count" },
  { id = "who", label = "Who began", kind = "choice", choices = ["A friend", "An adult"] },
]

[[forms]]
id = "plan"
name = "Plan"
purpose = "What we do."
when = "start"
filled_by = "teacher"
fields = [{ id = "what", label = "What", kind = "text" }]
"""
LOG_ES = """
[[forms]]
id = "log"
name = "Después"
purpose = "Lo que pasó."
fields = [
  { id = "seen", label = "Parejas vistas" },
  { id = "who", label = "Quién empezó", choices = ["Un amigo", "Un adulto"] },
]
"""


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("", 'forms: "log" is missing; add its words.'),
        (LOG_ES, ""),
        ('[[forms]]\nid = "plan"\nname = "Plan"\npurpose = "Qué."\n', 'forms: "log" is missing'),
        (LOG_ES.replace(', choices = ["Un amigo", "Un adulto"]', ""), "forms log, fields who, choices: this is missing"),
        (LOG_ES.replace('"Un amigo", ', ""), "forms log, fields who, choices: a list of 2 texts"),
    ],
)  # fmt: skip
def test_what_is_asked_after_each_session_is_translated_and_plans_may_follow(ours, more, wanted):
    path = ours(more=more)
    path.write_text(path.read_text("utf-8") + FORMS, "utf-8")
    found = said(path)
    if wanted:
        assert any(one.startswith(f"es/ours.toml, {wanted}") for one in found), found
    else:
        assert found == []


@pytest.mark.parametrize(
    "path", sorted(LIBRARY.glob("es/*.toml")), ids=lambda path: path.stem
)  # fmt: skip
def test_every_shipped_translation_asks_in_its_language_after_each_session(path):
    english = shipped()[path.stem]
    spanish = in_language(english, read_overlay(LIBRARY / path.name, "es"))
    asked = [
        (one, other)
        for one, other in zip(english.forms, spanish.forms, strict=True)
        if one.when == "each_session"
    ]
    assert asked
    for one, other in asked:
        assert (one.name, one.purpose) != (other.name, other.purpose)
        parts = [*zip(one.fields, other.fields, strict=True)]
        if one.grid:
            parts += zip(one.grid.columns, other.grid.columns, strict=True)
        for was, now in parts:
            assert was.id == now.id
            for name in ("label", "name", "hint", "choices", "anchors"):
                text = getattr(was, name, None)
                assert not text or text != getattr(now, name), (was.id, name)


def test_lessons_may_be_translated_in_a_file_of_their_own(ours):
    path = ours()
    folder = path.parent / "lessons" / "es"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text(
        "[[training]]\nid = 'tell_and_listen'\nname = 'Contar'\n", "utf-8"
    )
    assert any("training tell_and_listen, teaches" in one for one in said(path))
    assert read_overlay(path, "es").text.startswith(SPANISH.rstrip())


def test_a_language_that_is_not_toml_or_not_there(ours):
    path = ours(("version = 1", "version ="))
    assert said(path)[0].startswith("es/ours.toml, line 3")
    with pytest.raises(BadPlaybook, match="cannot be read"):
        read_overlay(path, "fr")


def test_a_translation_of_transitions_is_found_by_event():
    key = "pals_reading_2_6"
    path = LIBRARY / f"{key}.toml"
    assert "es" in languages(path)
    spanish = in_language(shipped()[key], read_overlay(path, "es"))
    state = spanish.correction("partner_reading").state("check_word")
    assert [(one.on, one.label, one.to) for one in state.go] == [
        ("worked_out", "Descifrada", "reread"),
        ("wrong", "Aún no", "give_word"),
        ("silent", "Terminó la espera", "give_word"),
    ]
    patient = adjusted(spanish, {"wait_seconds": 10})
    assert "Espera 10 segundos." in patient.cue_card("coach_reading").lines[1]
    assert patient.correction("partner_reading").state("reading").wait_seconds == 10
