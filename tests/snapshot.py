"""The same rows again, without making them again: built once, and afterwards laid down as they were.

Rows are read back from every table that the building filled, keys included, and written in one go. A test
finds what it would have found; it only waits less.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

import time_machine
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from tests.cast import NOW

Model = type[models.Model]
Rows = list[tuple[Model, list[str], list[tuple[Any, ...]]]]


class Snapshot:
    """What one maker made, as rows and as objects."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make
        self.rows: Rows = []
        self.made = b""

    def lay_down(self) -> Any:
        """The maker's answer, its rows in the database; made anew where there are rows already."""
        if _are_filled(self._models()):
            return self.make()
        if not self.made:
            # Whichever test comes first, the rows are as old.
            with time_machine.travel(NOW, tick=False):
                made = self.make()
            self.rows = [found for model in _all_models() if (found := _read(model))[2]]
            self.made = pickle.dumps(made)
            return made
        # Rows that point to one another are looked at when all are there.
        with transaction.atomic():
            for model, columns, lines in self.rows:
                _write(model, columns, lines)
            _go_on_counting(self._models())
        return pickle.loads(self.made)

    def _models(self) -> list[Model]:
        return [model for model, _, _ in self.rows] or _all_models()


def _all_models() -> list[Model]:
    found = apps.get_models(include_auto_created=True)
    return [one for one in found if one._meta.managed and not one._meta.proxy]


def _name(of: str) -> str:
    return connection.ops.quote_name(of)


def _are_filled(tables: Sequence[Model]) -> bool:
    """Whether any of these tables has a row. What migrations wrote is in none that a cast fills."""
    asked = [
        f"EXISTS (SELECT 1 FROM {_name(one._meta.db_table)})" for one in tables if _is_ours(one)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(asked)}")
        return bool(cursor.fetchone()[0])


def _is_ours(model: Model) -> bool:
    return str(model.__module__).startswith("kithwork.") or model._meta.auto_created


def _read(model: Model) -> tuple[Model, list[str], list[tuple[Any, ...]]]:
    columns = [one.column for one in model._meta.concrete_fields]
    if not _is_ours(model):
        return model, columns, []
    names = ", ".join(map(_name, columns))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {_name(model._meta.db_table)}")
        return model, columns, [_as_written(line) for line in cursor.fetchall()]


def _as_written(line: Sequence[Any]) -> tuple[Any, ...]:
    """SQLite keeps dates and times as text, gives them back as what they are, and takes only the text."""
    if connection.vendor == "postgresql":
        return tuple(line)
    return tuple(str(one) if isinstance(one, date | time) else one for one in line)


def _write(model: Model, columns: list[str], lines: list[tuple[Any, ...]]) -> None:
    names, places = ", ".join(map(_name, columns)), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_name(model._meta.db_table)} ({names}) VALUES ({places})",
            lines,
        )


def _go_on_counting(tables: Sequence[Model]) -> None:
    """PostgreSQL counts beside the table; SQLite looks at the highest key by itself."""
    said = connection.ops.sequence_reset_sql(no_style(), list(tables))
    if said:
        with connection.cursor() as cursor:
            cursor.execute(" ".join(said))
