"""A town on the engine that the suite runs on, gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from tests.faults.town import Town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """It runs when a test begins; whoever kills it starts it again."""
    home = tmp_path_factory.mktemp("town")
    with_database = os.environ.get("DATABASE_URL", "")
    if with_database.startswith("postgres"):
        name = f"kithwork_faults_{uuid4().hex[:10]}"
        _run(with_database, f"CREATE DATABASE {name}")
        parts = urlsplit(with_database)
        made = Town(home, urlunsplit(parts._replace(path=f"/{name}")))
    else:
        name, made = "", Town(home)
    made.run("prepare")
    made.start()
    yield made
    made.kill()
    if name:
        _run(with_database, f"DROP DATABASE {name} WITH (FORCE)")


def _run(url: str, sentence: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sentence)
