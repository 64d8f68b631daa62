"""Whatever is typed into any form, by whomever it is sent: a sentence comes back, never a broken page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from kithwork.apps.foundation.viewer import Role
from tests.cast import NOW, make_run
from tests.faults.sizes import IS_FULL
from tests.house.places import address, furnish, named_patterns

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
ODD = (
    "", "0", "-1", str(2**63), str(9**30), "abc", "²", "٣", "1,5", "NaN", "inf", "1e308",
    "0001-01-01", "9999-12-31", "2026-02-30", "24:61", "a\x00b", "x" * 5000, "9" * 5000,
    "😀 علي \u202e", "[]", "{}", "null", '{"a": [1]}', "=cmd|' /C calc'!A0", "<script>", "' OR 1=1 --",
)  # fmt: skip
# How many times each form of the coordinator is sent, each time odd in other places.
ROUNDS = 40 if IS_FULL else 1
# Forms are looked for behind one page in so many; every role sends nothing to one door in so many.
PAGES_ONE_IN, DOORS_ONE_IN = (1, 1) if IS_FULL else (3, 24)
# They end the session of whoever sends them.
ENDS = {"account_logout"}


class Forms(HTMLParser):
    """The forms of a page that are sent by post: where to, and what each field holds as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._fields: dict[str, str] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "form":
            self._fields = {} if (said.get("method") or "").lower() == "post" else None
            if self._fields is not None:
                self.found.append((said.get("action") or "", self._fields))
        elif self._fields is None:
            return
        elif tag == "option" and self._select:
            if "selected" in said or not self._fields.get(self._select):
                self._fields[self._select] = value
        elif name and name != "csrfmiddlewaretoken" and said.get("type") != "file":
            self._fields.setdefault(name, value)
            self._select = name if tag == "select" else ""

    def handle_endtag(self, tag: str) -> None:
        self._fields = None if tag == "form" else self._fields
        self._select = "" if tag == "select" else self._select


def forms_of(client: Any, doors: list[tuple[str, str]]) -> dict[tuple[str, ...], Any]:
    """Every form behind these doors, once: (door, its fields) -> where it goes, what it holds."""
    found: dict[tuple[str, ...], Any] = {}
    for _door, url in doors:
        answer = client.get(url)
        if answer.streaming or answer.status_code != 200:
            continue
        page = Forms()
        page.feed(answer.content.decode(errors="ignore"))
        for action, fields in page.found:
            to = (action or url).partition("?")[0].partition("#")[0]
            try:
                name = resolve(to).view_name
            except Resolver404:
                continue
            found.setdefault((name, *sorted(fields)), (to, fields))
    return found


def spoiled(fields: dict[str, str], chance: random.Random) -> dict[str, Any]:
    """The same fields: some as they stood, some odd, some twice, some not there."""
    said: dict[str, Any] = {}
    for name, value in fields.items():
        odd = chance.choice(ODD)
        said[name] = chance.choice([value, odd, odd, odd, [value, odd]])
        if chance.random() < 0.05:
            del said[name]
    return said


def broken(client: Any, sent: Iterator[tuple[str, str, dict[str, Any]]]) -> list[str]:
    """Which of these broke a page. What each changed is undone before the next."""
    client.raise_request_exception = False
    found = []
    for door, to, said in sent:
        before = transaction.savepoint()
        status = client.post(to, said).status_code
        transaction.savepoint_rollback(before)
        if status >= 500:
            found.append(f"{door} {status}: {to} { ({n: str(v)[:40] for n, v in said.items()}) }")
    return found


def test_nothing_that_is_sent_breaks_a_page(cast, client_for):
    chance = random.Random(20261128)
    with time_machine.travel(NOW, tick=False):
        values = furnish(cast)
        doors = [
            (name, address(name, one, values)) for name, one in named_patterns() if name not in ENDS
        ]
        rosa = client_for(cast.rosa)
        forms = [
            (key[0], *one)
            for key, one in forms_of(rosa, doors[::PAGES_ONE_IN]).items()
            if key[0] not in ENDS
        ]
        assert len(forms) > 150 / PAGES_ONE_IN
        found = broken(
            rosa,
            (
                (name, to, spoiled(fields, chance))
                for _ in range(ROUNDS)
                for name, to, fields in forms
            ),
        )
        for place, role in enumerate(Role):
            nothing = ((name, to, {}) for name, to in doors[place % DOORS_ONE_IN :: DOORS_ONE_IN])
            found += [f"{role}: {one}" for one in broken(client_for(cast.viewers[role]), nothing)]
    assert found == []


# So many digits are a number to a reader of digits, and to nobody else.
LONG = "9" * 5000


def test_a_number_of_five_thousand_digits_is_none(cast, client_for):
    rosa = client_for(cast.rosa)
    with time_machine.travel(NOW, tick=False):
        run = make_run(cast, students=[cast.ada, cast.malik, cast.ben, cast.sora])
        draw = reverse("runs:draw_pairs", args=[run.pk])
        said = [
            rosa.post(reverse("people:leave_team", args=[cast.ada.pk]), {"user": LONG}),
            rosa.get(reverse("people:add_colleague"), {"staff": LONG}),
            rosa.get(reverse("runs:start_run"), {"practice": "cwpt", "section": LONG}),
            rosa.post(draw, {"starts_on": "2026-11-09", f"rank_{cast.ada.pk}": LONG}),
        ]
    assert {one.status_code for one in said} <= {200, 404, 409}
