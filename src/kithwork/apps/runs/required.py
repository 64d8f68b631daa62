"""Forms a practice wants filled in before it begins, and what is still missing in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kithwork.apps.runs.models import Run, RunForm
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.voice import Form

# The run keeps this one itself, so that it can remind of its date and is asked only where it is needed.
KEPT_ON_THE_RUN = "next_step"
# The answers of a grid stand under this key: a list of rows, each a list of cells.
GRID = "grid"


def forms_to_fill(playbook: Playbook) -> list[Form]:
    """The forms of the beginning that ask for something."""
    return [
        form
        for form in playbook.forms
        if form.when == "start"
        and form.id != KEPT_ON_THE_RUN
        and (any(field.required for field in form.fields) or form.grid is not None)
    ]


def last_filling(run: Run, form_id: str) -> RunForm | None:
    return RunForm.objects.filter(run=run, form=form_id).order_by("pk").last()


def missing_in(run: Run, form: Form) -> list[str]:
    """Labels of what is not filled in yet, in the order of the form."""
    filled = last_filling(run, form.id)
    answers = {**filled.answers, **filled.team_answers} if filled else {}
    return [*_fields(form, answers), *_cells(form, answers.get(GRID, []))]


def _fields(form: Form, answers: Mapping[str, Any]) -> Iterator[str]:
    for field in form.fields:
        if field.required and answers.get(field.id) in (None, "", []):
            yield field.label


def _cells(form: Form, rows: list[list[str]]) -> Iterator[str]:
    """A cell left empty is a gap nobody decided on: it is filled, or says that there is nothing."""
    if form.grid is None:
        return
    if not rows:
        yield form.name
        return
    if not form.grid.none_must_be_said:
        return
    for number, row in enumerate(rows, 1):
        for column, cell in zip(form.grid.columns, row[1:], strict=False):
            if not cell.strip():
                yield f"{row[0] or number}: {column.name}"
