"""Rows before and after a change of many, so that the whole can be taken back while nothing was built on it.

What was there before is kept; of what came after only a mark, enough to see whether it still stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem

# (table, row id) -> its fields, as JSON holds them.
Rows = dict[tuple[str, int], dict[str, Any]]
# Table, row id, fields before (None: the row was added), mark of the fields after.
Step = Sequence[Any]


def rows_of(*tables: models.QuerySet[Any]) -> Rows:
    """Every field of every row of these tables."""
    return {
        (table.model._meta.label_lower, fields["id"]): _as_kept(fields)
        for table in tables
        for fields in table.values()
    }


def steps_between(before: Rows, after: Rows) -> list[Step]:
    """What was added and what changed, in the order of `after`."""
    return [
        [table, pk, before.get((table, pk)), _mark(fields)]
        for (table, pk), fields in after.items()
        if before.get((table, pk)) != fields
    ]


def put_back(steps: Sequence[Step]) -> None:
    """Make every row what it was before, last first; inside the caller's transaction.

    Raises Problem when a row was changed since, or something else hangs on one that was added.
    """
    added = {(table, pk) for table, pk, before, _mark_after in steps if before is None}
    for table, pk, before, mark in steps:
        row = _rows(table).filter(pk=pk).values().first()
        if row is None or _mark(_as_kept(row)) != mark:
            raise Problem(
                _("Something of this list was changed since, so it stays. Change it by hand.")
            )
        if before is None:
            _check_nothing_hangs_on(table, pk, added)
    for table, pk, before, _mark_after in reversed(steps):
        if before is None:
            _rows(table).filter(pk=pk).delete()
            continue
        fields = {f.attname: f for f in apps.get_model(table)._meta.concrete_fields}
        values = {name: fields[name].to_python(value) for name, value in before.items()}
        _rows(table).filter(pk=pk).update(**values)


def _rows(table: str) -> models.QuerySet[Any]:
    model: type[models.Model] = apps.get_model(table)
    return model._default_manager.all()


def _check_nothing_hangs_on(table: str, pk: int, added: set[tuple[str, int]]) -> None:
    for relation in apps.get_model(table)._meta.related_objects:
        other = relation.related_model
        label = other._meta.label_lower
        hanging = other._default_manager.filter(**{relation.field.name: pk})
        if any((label, key) not in added for key in hanging.values_list("pk", flat=True)):
            what = other._meta.verbose_name_plural
            raise Problem(
                _("This list cannot be taken back: there are %(what)s that build on it.")
                % {"what": what}
            )


def _as_kept(fields: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(fields, cls=DjangoJSONEncoder)))


def _mark(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:24]
