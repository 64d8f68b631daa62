"""A tester that finds nothing proves nothing: it passes a sound product and catches each unsound one."""

import pytest

from tests.faults.checker import check
from tests.faults.storm import storm
from tests.faults.toy import AnswersTooSoon, LooksFirst, Race, Sound, Tidies, WithoutKey

OBSERVERS = [{"user": n, "student": n, "instrument": 1, "token": ""} for n in range(4)]


def verdict_on(product):
    history = storm(Race(product), OBSERVERS, 60, seed=7, seconds=30)
    return check(history, product.rows)


def test_a_sound_product_passes():
    assert verdict_on(Sound())


@pytest.mark.parametrize(
    ("product", "fault"),
    [
        (WithoutKey, "doubled"),
        (LooksFirst, "doubled"),
        (AnswersTooSoon, "lost"),
        (Tidies, "altered"),
    ],
)
def test_an_unsound_product_is_caught(product, fault):
    assert getattr(verdict_on(product()), fault)


def test_what_nobody_made_is_caught():
    product = Sound()
    history = storm(product, OBSERVERS, 3, seed=1, seconds=30)
    stray = {"id": "stray", "text": "{}", "sha256": ""}
    assert check(history, [*product.rows, stray]).invented == ("stray",)
