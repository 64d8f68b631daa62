"""A server that has just started imports by itself what the first page, push and duty need."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kithwork.config import warm

SRC = Path(__file__).resolve().parents[1] / "src"
# What a server's process has imported once it is warm, and whether its executor runs only then.
SCRIPT = """
import json, sys, threading
import kithwork.config.wsgi as entrance
entrance.warming.join()
print(json.dumps([
    [name for name in %r if name not in sys.modules],
    sorted(one.name for one in threading.enumerate() if one.name.startswith("kithwork-")),
]))
"""
NEEDED = [
    "kithwork.config.urls",
    "kithwork.apps.observations.pages.sync",
    "kithwork.apps.observations.actions.read",
    "kithwork.evidence.recording",
    "numpy",
]


@pytest.mark.parametrize("executor", ["1", ""])
def test_a_server_warms_itself_and_then_starts_its_executor(tmp_path, executor):
    environment = {
        **os.environ, "KITHWORK_HOME": str(tmp_path), "PYTHONPATH": str(SRC), "KITHWORK_EXECUTOR": executor,
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT % NEEDED],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    missing, threads = json.loads(told)
    assert missing == []
    assert threads == (["kithwork-executor"] if executor else [])


def test_what_cannot_be_imported_stops_nothing(settings, tmp_path, monkeypatch, caplog):
    settings.HOME = tmp_path
    monkeypatch.setattr(warm, "DUTIES", {10.0: ("kithwork.apps.nowhere.at_all",)})
    done = []
    with caplog.at_level(logging.ERROR):
        warm.begin(afterwards=lambda: done.append(True)).join()
    assert done == [True]
    assert "could not be warmed" in caplog.text
