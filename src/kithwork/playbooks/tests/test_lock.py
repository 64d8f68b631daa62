"""A version never means two texts."""

from __future__ import annotations

import shutil

import pytest

from kithwork.playbooks import BadPlaybook, lock
from kithwork.playbooks.load import HERE, LIBRARY, read
from kithwork.playbooks.tests.small import put


@pytest.fixture
def place(tmp_path):
    """A library of one playbook and the shared files, with a lock."""
    library = tmp_path / "library"
    library.mkdir()
    put(library, "ours")
    for name in lock.SHARED:
        shutil.copy(HERE / f"{name}.toml", tmp_path)
    where = {"path": tmp_path / "versions.lock", "library": library, "shared": tmp_path}
    lock.write(**where)
    return where


def said(place):
    return [str(fault) for fault in lock.faults(**place)]


def change(place, old, new):
    path = place["library"] / "ours.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_what_is_shipped_is_locked():
    assert list(lock.faults()) == []
    for (key, version), digest in lock.locked().items():
        path = LIBRARY / f"{key}.toml"
        if path.exists() and read(path).version == version:
            assert read(path).digest == digest


def test_a_change_needs_a_new_version(place):
    assert said(place) == []
    change(place, "Swap.", "Now swap.")
    assert said(place) == [
        "ours.toml, version: has changed and is still version 1; make it 2, then make lock-playbooks."
    ]
    before = place["path"].read_text()
    with pytest.raises(BadPlaybook):
        lock.write(**place)
    assert place["path"].read_text() == before
    change(place, "version = 1", "version = 2")
    assert said(place) == [
        "ours.toml, version: version 2 is not locked yet; run make lock-playbooks."
    ]
    assert lock.write(**place) == [("ours", 2)]
    assert said(place) == []
    assert {key for key in lock.locked(place["path"]) if key[0] == "ours"} == {
        ("ours", 1),
        ("ours", 2),
    }


def test_lessons_count_as_part_of_the_playbook(place):
    lessons = place["library"] / "lessons"
    lessons.mkdir()
    (lessons / "ours.toml").write_text("# more\n", "utf-8")
    assert len(said(place)) == 1


def test_a_file_that_is_not_toml_is_left_to_the_check(place):
    (place["library"] / "bad.toml").write_text("id = ", "utf-8")
    assert said(place) == []


def test_the_command_says_what_it_did(place, monkeypatch, capsys):
    monkeypatch.setattr(lock, "write", lambda: [("ours", 2)])
    assert lock.main() == 0
    monkeypatch.setattr(lock, "write", list)
    assert lock.main() == 0
    assert capsys.readouterr().out == "locked ours 2\nnothing new\n"

    def refuse():
        raise BadPlaybook(
            lock.faults(place["path"].with_name("none"), place["library"], place["shared"])
        )

    monkeypatch.setattr(lock, "write", refuse)
    assert lock.main() == 2
    assert "is not locked yet" in capsys.readouterr().err
