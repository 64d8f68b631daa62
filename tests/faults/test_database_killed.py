"""Goal R3: the database dies and comes back; the server was left alone, and so were the letters."""

from __future__ import annotations

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.checker import check
from tests.faults.cluster import Cluster
from tests.faults.sizes import SIZES
from tests.faults.storm import Kithwork, storm
from tests.faults.town import Town

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="the embedded database has no server that could die",
    ),
]
KEEPS_WHAT_WAS_WRITTEN = ("fsync", "full_page_writes", "synchronous_commit")


@pytest.fixture
def cluster():
    made = Cluster()
    made.start()
    yield made
    made.remove()


def test_the_database_is_killed_and_started_again(cluster, tmp_path):
    assert [cluster.setting(one) for one in KEEPS_WHAT_WAS_WRITTEN] == ["on", "on", "on"]
    town = Town(tmp_path, cluster.url)
    town.run("prepare")
    town.start()
    try:
        trial = town.observers(SIZES.observers)
        product = Kithwork(town.port)
        with ThreadPoolExecutor(1) as pool:
            nemesis = pool.submit(_strike, cluster, product)
            history = storm(
                product, trial["observers"], SIZES.letters * 3, seed=3, seconds=SIZES.seconds
            )
            recovered = nemesis.result()
        verdict = check(history, product.read_all(trial["reader"]))
    finally:
        town.kill()
    assert verdict, str(verdict)
    assert max(recovered) < 10


def _strike(cluster: Cluster, product: Kithwork) -> list[float]:
    """Kill it, start it; restart it; so many times. After how many seconds the server, left alone, answered again."""
    draw, found = random.Random(3), []
    for _ in range(SIZES.database_kills):
        for strike in (_kill, Cluster.restart):
            time.sleep(draw.uniform(0.3, 1.5))
            strike(cluster)
            begun = time.monotonic()
            while product.ask("GET", "day", "nobody")[0] != 401:
                assert time.monotonic() - begun < 60
                time.sleep(0.1)
            found.append(time.monotonic() - begun)
    return found


def _kill(cluster: Cluster) -> None:
    cluster.kill()
    cluster.start_after_kill()
