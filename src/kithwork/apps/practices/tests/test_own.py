"""A school's own practices: checked before they are kept, one row a version, withdrawn and brought back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.practices import actions, checking, policies, queries
from kithwork.apps.practices.models import SchoolPlaybook
from kithwork.apps.trail.models import TrailEntry
from kithwork.playbooks import BadPlaybook, shipped
from kithwork.playbooks.starter import starting_text

pytestmark = pytest.mark.django_db


def small(key="tell_a_partner", version=1):
    return starting_text(key).replace("version = 1", f"version = {version}", 1)


def faults(text, school_id=None):
    with pytest.raises(BadPlaybook) as caught:
        checking.checked(text, school_id)
    return checking.fault_lines(text, caught.value)


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("rosa", True),
        ("ines", False),
        ("tomas", False),
        ("pia", False),
        ("ben_viewer", False),
        ("zed", False),
    ],
)
def test_who_keeps_and_withdraws(cast, person, allowed):
    kept, viewer = actions.keep_playbook(small(), by=cast.rosa), getattr(cast, person)
    assert bool(policies.may_withdraw_playbook(viewer, kept)) is allowed
    if not allowed:
        with pytest.raises(Refused):
            actions.withdraw_playbook(kept, by=viewer)
        with pytest.raises(Refused):
            actions.bring_back_playbook(kept, by=viewer)
    if not policies.may_keep_playbook(viewer):
        with pytest.raises(Refused):
            actions.keep_playbook(small(version=2), by=viewer)


def test_every_version_stays_as_it_was(cast):
    first = actions.keep_playbook(small(), started_from="cwpt 1", by=cast.rosa)
    second = actions.keep_playbook(small(version=2), by=cast.rosa)
    assert (first.text, second.version) == (small(), 2)
    assert queries.playbook_for(cast.school.pk, "tell_a_partner").version == 2
    entry = TrailEntry.objects.filter(verb="playbook.keep").latest("pk")
    assert entry.detail == {"playbook": "tell_a_partner", "version": 2}
    first.refresh_from_db()
    assert (first.text, first.started_from) == (small(), "cwpt 1")


def test_withdrawing_the_newest_brings_the_one_before_into_use(cast):
    actions.keep_playbook(small(), by=cast.rosa)
    second = actions.keep_playbook(small(version=2), by=cast.rosa)
    actions.withdraw_playbook(second, by=cast.rosa)
    assert queries.playbook_for(cast.school.pk, "tell_a_partner").version == 1
    with pytest.raises(Problem, match="withdrawn already"):
        actions.withdraw_playbook(second, by=cast.rosa)
    actions.bring_back_playbook(second, by=cast.rosa)
    assert queries.playbook_for(cast.school.pk, "tell_a_partner").version == 2
    with pytest.raises(Problem, match="in use already"):
        actions.bring_back_playbook(second, by=cast.rosa)


def test_a_school_sees_its_own_and_no_other_schools(cast):
    actions.keep_playbook(small(), by=cast.rosa)
    assert "tell_a_partner" in [one.id for one in queries.practices_of(cast.ines)]
    assert "tell_a_partner" not in [one.id for one in queries.practices_of(cast.zed)]
    assert queries.playbook_for(cast.other_school.pk, "tell_a_partner") is None
    assert queries.playbook_for(cast.school.pk, "cwpt") is shipped()["cwpt"]


def test_a_text_that_can_no_longer_be_read_is_told_and_the_rest_stays(cast, client_for):
    kept = actions.keep_playbook(small(), by=cast.rosa)
    SchoolPlaybook.objects.filter(pk=kept.pk).update(text="id = 3", digest="0" * 64)
    assert queries.playbook_for(cast.school.pk, "tell_a_partner") is None
    assert [one.pk for one in queries.unreadable(cast.rosa)] == [kept.pk]
    text = client_for(cast.rosa).get("/practices/").content.decode()
    assert "cannot be read any more" in text
    assert "Classwide Peer Tutoring" in text


@pytest.mark.parametrize(
    ("old", "new", "place", "line_says", "sentence"),
    [
        (
            "minutes = 15",
            'minutes = "long"',
            "training 1, minutes",
            'minutes = "long"',
            "whole number",
        ),
        (
            'actor = "everyone"',
            'actor = "nobody"',
            "sessions 1, steps 1, actor",
            'actor = "nobody"',
            "nobody",
        ),
        ("good_pct = 80", "god_pct = 80", "fidelity, god_pct", "god_pct = 80", "good_pct"),
        ('unit = "pair"', 'unit = "pear"', "group, unit", 'unit = "pear"', "one of"),
        ('id = "tell_a_partner"', 'id = "cwpt"', "id", 'id = "cwpt"', "another practice"),
        ('id = "tell_a_partner"', 'id = "lists"', "id", 'id = "lists"', "another practice"),
    ],
)
def test_a_fault_says_the_line_what_stands_there_and_the_mend(old, new, place, line_says, sentence):
    assert small().count(old) >= 1
    found = next(one for one in faults(small().replace(old, new, 1)) if one.place == place)
    assert found.excerpt == line_says
    assert sentence in found.sentence
    assert small().replace(old, new, 1).splitlines()[found.line - 1].strip() == line_says


def test_a_slip_of_the_pen_has_its_line():
    (fault,) = faults(
        small().replace('name = "Tell', 'name = "Tell"Tell', 1).replace("[group]", "[group", 1)
    )
    assert fault.line is not None
    assert "not TOML" in fault.sentence


def test_what_has_no_line_is_still_told():
    (fault,) = faults("x" * 1_000_001)
    assert (fault.line, "shorten" in fault.sentence) == (None, True)
    (fault,) = faults("a\x00")
    assert "no text" in fault.sentence
    assert checking.line_of(small(), "sources 4, text") is None


def test_a_version_that_is_kept_is_not_written_over(cast):
    actions.keep_playbook(small(version=2), by=cast.rosa)
    (fault,) = faults(small(version=2), cast.school.pk)
    assert "write version = 3" in fault.sentence
    assert re.match("version = 2", fault.excerpt)


def test_two_who_keep_the_same_version_at_once(cast, monkeypatch):
    actions.keep_playbook(small(), by=cast.rosa)
    monkeypatch.setattr(checking, "_about_versions", lambda *_: [])
    with pytest.raises(Conflict, match="Somebody kept version 1"):
        actions.keep_playbook(small(), by=cast.rosa)
    assert SchoolPlaybook.objects.count() == 1


@pytest.mark.parametrize("key", sorted(shipped()))
def test_a_copy_of_every_shipped_practice_can_be_kept_as_it_is(cast, key):
    text = queries.copied_text(cast.rosa, shipped()[key])
    kept = actions.keep_playbook(text, by=cast.rosa)
    assert kept.playbook == f"our_{key}"
    again = queries.copied_text(cast.rosa, shipped()[key])
    assert f'id = "our_{key}_2"' in again
    assert (
        checking.checked(queries.next_text(cast.rosa, kept.playbook), cast.school.pk).version == 2
    )


def test_from_a_copy_to_a_practice_to_use_in_the_pages(cast, client_for):
    client = client_for(cast.rosa)
    page = client.get("/practices/own/new/?copy=cwpt")
    text = page.context["form"].initial["text"].replace("our version", "the Maple way")
    checkd = client.post("/practices/own/new/?copy=cwpt", {"text": text, "check": ""})
    assert "Nothing is wrong with it" in checkd.content.decode()
    assert not SchoolPlaybook.objects.exists()
    answer = client.post(
        "/practices/own/new/?copy=cwpt", {"text": text.replace("\n", "\r\n"), "keep": ""}
    )
    assert answer.url == "/practices/our_cwpt/versions/"
    kept = SchoolPlaybook.objects.get()
    assert (kept.text, kept.started_from) == (text, "cwpt 1")
    assert "the Maple way" in client.get("/practices/").content.decode()
    assert client.get("/practices/our_cwpt/file/").content.decode() == text
    client.post(f"/practices/own/{kept.pk}/withdraw/")
    assert client.get("/practices/our_cwpt/").status_code == 404
    versions = client.get("/practices/our_cwpt/versions/").content.decode()
    assert "Every version is withdrawn" in versions
    client.post(f"/practices/own/{kept.pk}/bring-back/")
    assert client.get("/practices/our_cwpt/").status_code == 200
    assert "version = 2" in client.get("/practices/own/new/?of=our_cwpt").content.decode()


def test_faults_stand_beside_the_text_and_nothing_is_kept(cast, client_for):
    text = small().replace("minutes = 15", 'minutes = "long"')
    answer = client_for(cast.rosa).post("/practices/own/new/", {"text": text, "keep": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "training 1, minutes" in page
    assert "Nothing was kept" in page
    assert "minutes = &quot;long&quot;" in page
    assert not SchoolPlaybook.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"\xff\xfe", "not UTF-8"), (b"x" * 1_100_000, "larger than 1 MB"), (b"", "empty")],
)
def test_a_file_that_cannot_be_taken_is_told(cast, client_for, content, sentence):
    given = SimpleUploadedFile("ours.toml", content)
    answer = client_for(cast.rosa).post(
        "/practices/own/new/", {"text": "", "file": given, "keep": ""}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_uploaded_file_is_kept(cast, client_for):
    given = SimpleUploadedFile("ours.toml", small().encode())
    client_for(cast.rosa).post("/practices/own/new/", {"text": "old", "file": given, "keep": ""})
    assert SchoolPlaybook.objects.get().text == small()


def test_a_copy_of_nothing_is_not_there(cast, client_for):
    assert client_for(cast.rosa).get("/practices/own/new/?copy=none").status_code == 404
    assert client_for(cast.rosa).get("/practices/own/new/?of=none").status_code == 404
    empty = client_for(cast.rosa).post("/practices/own/new/", {"text": "  ", "keep": ""})
    assert "Write a practice" in empty.content.decode()
