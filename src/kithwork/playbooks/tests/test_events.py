"""Event templates and the access check: read strictly, every fault with its place and mend."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from kithwork.cli import app
from kithwork.playbooks import access_check, event_templates, template_in, template_languages
from kithwork.playbooks.checking import access_check_faults
from kithwork.playbooks.events import TEMPLATES, template_faults
from kithwork.playbooks.schema.base import walk, word_fields

# Typed a second time, from the case applications: what the file says of them, nothing more.
STORIES = {
    "wheelchair_soccer": ("about a dozen", "nearly 50", "8 teams", "each month"),
    "class_to_school": ("three", "whole school"),
    "community_garden": ("science and woodshop",),
}
SOCCER = (TEMPLATES / "wheelchair_soccer.toml").read_text("utf-8")


@pytest.fixture
def changed(tmp_path):
    """The soccer template with one thing changed, and what is said of it."""

    def faults(old, new):
        folder = tmp_path / "templates"
        folder.mkdir(exist_ok=True)
        path = folder / "ours.toml"
        assert old in SOCCER
        path.write_text(SOCCER.replace(old, new, 1), "utf-8")
        return [str(fault) for fault in template_faults(path)]

    return faults


def test_three_case_applications_and_the_plain_meeting_are_shipped_and_sound():
    assert set(event_templates()) == {*STORIES, "club_meeting"}
    for key, template in event_templates().items():
        assert list(template_faults(TEMPLATES / f"{key}.toml")) == []
        assert {one.moment for one in template.reflection} == {"before", "during", "after"}
        if key in STORIES:
            assert template.story.tag == "S"
            assert all(word in template.story.says for word in STORIES[key])


def test_the_club_meeting_follows_the_script():
    steps = [(one.id, one.minutes) for one in event_templates()["club_meeting"].steps]
    assert steps == [
        ("welcome", 5), ("icebreaker", 5), ("decide", 10), ("activity", 25), ("reflect", 5), ("announce", 5),
    ]  # fmt: skip


def test_the_access_check_asks_about_everything_that_keeps_people_away():
    assert [one.id for one in access_check().questions] == [
        "getting_there", "seeing_hearing", "communicating", "sensory", "food_health", "cost",
        "time_of_day", "leaving_school",
    ]  # fmt: skip
    assert [one.id for one in access_check().questions if one.about_bodies] == ["food_health"]
    assert access_check().of("nothing") is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minutes = 60", "minutes = 50", "ours.toml, minutes: the steps take 60 minutes, not 50; make them agree."),
        ('question = "cost"', 'question = "money"', 'ours.toml, access 4, question: the access check has no question "money"; it has getting_there, '),
        ('id = "announcer"', 'id = "trainer"', 'ours.toml, roles: "trainer" stands here twice; give each its own id.'),
        ('tag = "S"\ncite', 'tag = "D"\ncite', "ours.toml, story, cite: only S and V may cite a source. Take out cite."),
        ('cite = ["ties_guide"]', 'cite = ["a_guide"]', 'ours.toml, story, cite: there is no source "a_guide"; add it to sources.'),
        ("Draw mixed teams", "Draw teams by IEP", 'ours.toml, steps 3: students see this; leave out "IEP".'),
        ('tag = "D"\nname', "name", "ours.toml, minutes: say where this number comes from"),
        ("places = 4", 'places = "four"', 'ours.toml, roles 1, places: a whole number is needed, not "four".'),
        ("gives = ", "give = ", 'ours.toml, roles 1, give: this word is not known; did you mean "gives"?'),
        ("Score keeper", "Helper", 'ours.toml, roles 4, name: "Helper" is a word we do not use'),
    ],
)  # fmt: skip
def test_a_fault_names_its_place_and_the_mend(changed, old, new, said):
    assert any(one.startswith(said) for one in changed(old, new))


def test_the_command_checks_a_schools_own_template(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    path = folder / "ours.toml"
    path.write_text(SOCCER.replace("minutes = 60", "minutes = 1", 1), "utf-8")
    result = CliRunner().invoke(app, ["playbook", "check", str(path)])
    assert (result.exit_code, result.stdout) == (2, "0 of 1 files are sound.\n")
    assert result.stderr.startswith("ours.toml, minutes: the steps take 60 minutes")


def texts_of(part):
    """Every text for people in a template, with its place. Sources stay in the language they were printed in."""
    found = {}
    for place, inner in walk(part):
        if not place.startswith("sources"):
            for name in sorted(word_fields(type(inner)) - {"note"}):
                if value := getattr(inner, name):
                    found[f"{place}, {name}"] = value
    return found


@pytest.mark.parametrize("key", sorted(event_templates()))
def test_every_template_is_whole_in_spanish(key):
    english = event_templates()[key]
    assert template_languages(english) == ["es"]
    spanish = template_in(key, "es")
    said, own = texts_of(spanish), texts_of(english)
    assert said.keys() == own.keys()
    assert [place for place in own if said[place] == own[place]] == []
    assert [one.id for one in spanish.steps] == [one.id for one in english.steps]
    assert sum(one.minutes for one in spanish.steps) == english.minutes
    assert spanish.sources == english.sources
    assert template_in(key, "fr") is english


def test_the_access_check_is_whole_in_spanish():
    english, spanish = access_check(), access_check("es")
    assert list(access_check_faults()) == []
    said, own = texts_of(spanish), texts_of(english)
    assert [place for place in own if said[place] == own[place]] == []
    assert [one.about_bodies for one in spanish.questions] == [
        one.about_bodies for one in english.questions
    ]
    assert access_check("fr") == english


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('id = "trainer"', 'id = "coach"', 'roles: "coach" is not in the original; take it out.'),
        ('question = "cost"', 'question = "money"', 'access: "cost" is missing; add its words.'),
        ("version = 1", "version = 2", "version: must be 1, as in wheelchair_soccer.toml, not 2."),
        ("Sortear equipos", "Sortear por IEP equipos", 'steps 3: students see this; leave out "IEP".'),
    ],
)  # fmt: skip
def test_a_language_that_does_not_fit_its_template_is_named(tmp_path, old, new, wanted):
    folder = tmp_path / "templates"
    (folder / "es").mkdir(parents=True)
    path = folder / "wheelchair_soccer.toml"
    path.write_text(SOCCER, "utf-8")
    spanish = (TEMPLATES / "es" / path.name).read_text("utf-8")
    assert old in spanish
    (folder / "es" / path.name).write_text(spanish.replace(old, new, 1), "utf-8")
    found = [str(fault) for fault in template_faults(path)]
    assert any(one.startswith(f"es/wheelchair_soccer.toml, {wanted}") for one in found), found
