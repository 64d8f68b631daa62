"""The bell at ten: so many observers send at once. Beside it, in the same run, a bare insert of the same rows.

python3.11 scripts/postgres.py .venv/bin/python benchmarks/bell.py [--observers 500] [--seconds 10]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

sys.path[:0] = [
    str(Path(__file__).resolve().parents[1]),
    str(Path(__file__).resolve().parents[1] / "src"),
]
sys.setswitchinterval(0.001)

from tests.faults.storm import Kithwork, letter_of  # noqa: E402  found by the path above
from tests.faults.town import Town  # noqa: E402

LETTERS = 10


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--observers", type=int, default=500)
    asked.add_argument("--seconds", type=float, default=10)
    said = asked.parse_args()
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        sys.exit("The bell is measured on PostgreSQL: run it through scripts/postgres.py.")
    name = f"kithwork_bell_{uuid4().hex[:8]}"
    _run(url, f"CREATE DATABASE {name}")
    try:
        database = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        with tempfile.TemporaryDirectory() as home:
            _measure(Town(Path(home), database, workers=2), database, said.observers, said.seconds)
    finally:
        _run(url, f"DROP DATABASE {name} WITH (FORCE)")


def _measure(town: Town, database: str, count: int, seconds: float) -> None:
    town.run("prepare")
    trial = town.observers(count)
    town.start()
    try:
        draw = random.Random(20)
        batches = [
            (one, [letter_of(one, draw) for _ in range(LETTERS)]) for one in trial["observers"]
        ]
        # At ten in the morning a server has been up for a while: every process has answered before.
        for one in trial["observers"][:40]:
            Kithwork(town.port).ask("GET", "day", one["token"])
        pushes, pages = _ring(town, batches, trial["reader"], seconds)
        held = len(Kithwork(town.port).read_all(trial["reader"]))
    finally:
        town.kill()
    bare = _bare(database, [letter.text for _, letters in batches for letter in letters])
    rows = count * LETTERS
    print(
        f"{count} observers, {LETTERS} letters each, within {seconds:g} s; held afterwards {held} of {rows}"
    )
    print(
        f"push   p50 {_at(pushes, 50):6.0f} ms   p95 {_at(pushes, 95):6.0f} ms   p99 {_at(pushes, 99):6.0f} ms"
    )
    print(
        f"page   p50 {_at(pages, 50):6.0f} ms   p95 {_at(pages, 95):6.0f} ms   (the day's list, meanwhile)"
    )
    print(
        f"from first to last push {pushes[-1][0]:.1f} s; a bare insert of the same rows {bare:.2f} s"
    )


def _ring(town, batches, reader, seconds):  # type: ignore[no-untyped-def]
    """Everybody at a moment of their own within `seconds`; a page all the while."""
    product, draw, pushes, pages = Kithwork(town.port), random.Random(1), [], []
    begun, is_over = time.monotonic(), threading.Event()

    def push(observer, letters, at):  # type: ignore[no-untyped-def]
        time.sleep(max(0.0, begun + at - time.monotonic()))
        while True:
            started = time.monotonic()
            try:
                answers = product.push(observer, letters)
            except Exception:
                time.sleep(draw.uniform(0.2, 1))
                continue
            assert set(answers.values()) <= {"stored", "already"}
            now = time.monotonic()
            pushes.append((now - begun, 1000 * (now - started)))
            return

    def look() -> None:
        while not is_over.is_set():
            started = time.monotonic()
            with contextlib.suppress(OSError):
                product.ask("GET", "day", reader)
            pages.append((0.0, 1000 * (time.monotonic() - started)))
            time.sleep(0.2)

    with ThreadPoolExecutor(len(batches) + 1) as pool:
        pool.submit(look)
        moments = sorted(draw.uniform(0, seconds) for _ in batches)
        begun_all = [
            pool.submit(push, *batch, at) for batch, at in zip(batches, moments, strict=True)
        ]
        for one in begun_all:
            one.result()
        is_over.set()
    return sorted(pushes), pages


def _bare(database: str, texts: list[str]) -> float:
    """One connection, one row a statement, ten rows a transaction."""
    import psycopg

    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE bare (letter uuid PRIMARY KEY, text text)")
        connection.commit()
        begun = time.monotonic()
        for place in range(0, len(texts), LETTERS):
            for text in texts[place : place + LETTERS]:
                connection.execute("INSERT INTO bare VALUES (%s, %s)", (uuid4(), text))
            connection.commit()
        return time.monotonic() - begun


def _at(found: list[tuple[float, float]], percent: int) -> float:
    values = sorted(value for _, value in found)
    return values[min(len(values) - 1, len(values) * percent // 100)]


def _run(url: str, sentence: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sentence)


if __name__ == "__main__":
    main()
