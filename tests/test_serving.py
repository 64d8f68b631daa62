"""The server tells its process, and `kithwork stop` ends that one and no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kithwork.cli import app
from kithwork.config import serving


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


SCRIPT = "import time; print(flush=True); time.sleep(60)"


@pytest.fixture
def waits():
    """A process that has begun and waits to be told; whatever comes, it is gone afterwards."""
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*words: str) -> subprocess.Popen[bytes]:
        begun.append(
            subprocess.Popen([sys.executable, "-c", SCRIPT, *words], stdout=subprocess.PIPE)
        )
        begun[-1].stdout.readline()  # before that it may still carry the command of this test
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def test_the_process_that_serves_a_port_is_ended(home, waits):
    process = waits("kithwork")
    serving.process_file(8123).write_text(str(process.pid))
    assert serving.stop(8123) == process.pid
    assert process.wait(5) < 0
    assert serving.stop(8123) is None


def test_a_number_that_went_to_somebody_else_is_left_alone(home, waits):
    process = waits("another program")
    serving.process_file(8123).write_text(str(process.pid))
    assert serving.stop(8123) is None
    assert process.poll() is None
    assert not serving.process_file(8123).exists()


@pytest.mark.parametrize("said", ["", "no number", "999999999"])
def test_a_file_that_names_nobody_is_cleared(home, said):
    serving.process_file(8123).write_text(said)
    assert serving.stop(8123) is None
    assert not serving.process_file(8123).exists()


def test_the_server_notes_its_own_number(home):
    serving.note_process(8123)
    assert int(serving.process_file(8123).read_text()) == os.getpid()


@pytest.mark.django_db
def test_observers_are_made_with_tokens_that_open_the_doors(client):
    said = CliRunner().invoke(app, ["observers", "--make", "2"])
    assert said.exit_code == 0
    made = json.loads(said.stdout)
    assert len({one["token"] for one in made["observers"]}) == 2
    for one in made["observers"]:
        day = client.get("/api/v1/day", headers={"authorization": f"Bearer {one['token']}"}).json()
        assert day["observer"] == one["user"]
        assert [student["id"] for student in day["students"]] == [one["student"]]
    reader = {"authorization": f"Bearer {made['reader']}"}
    assert client.get("/api/v1/observations", headers=reader).json() == {"items": [], "next": None}
