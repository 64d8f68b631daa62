"""Nothing is missing that a practice must say, and nothing is named twice."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.base import Named, walk
from kithwork.playbooks.schema.voice import Form

# A session's form asks for less than a minute of an adult's time.
LONGEST_FORM_SECONDS = 60
WHOLE = 100
NEEDED = {
    "roles": "say which roles partners hold.",
    "sessions": "say what happens in a session.",
    "training": "write at least one lesson; nobody begins untaught.",
    "measures": "name at least one measure.",
    "reflection": "ask at least one question.",
    "evidence": "say what is known, and how firmly.",
    "cautions": "say at least one thing to be careful about.",
}


def nothing_named_twice(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    for place, part in walk(playbook):
        for name in type(part).model_fields:
            inside = getattr(part, name)
            if isinstance(inside, tuple):
                yield from _twice(inside, f"{place}, {name}" if place else name)


def _twice(parts: tuple[BaseModel, ...], at: str) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    for number, part in enumerate(parts, 1):
        if not isinstance(part, Named):
            continue
        if part.id in seen:
            yield ("twice", f"{at} {number}, id", f'"{part.id}" is taken; choose another id.')
        seen.add(part.id)


def nothing_is_missing(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    for name, sentence in NEEDED.items():
        if not getattr(playbook, name) and not (name == "reflection" and playbook.question_sets):
            yield ("missing", name, sentence)
    if not any(item.critical for item in playbook.fidelity.items):
        yield ("no_critical", "fidelity, items", "mark at least one item with critical = true.")
    for number, role in enumerate(playbook.roles, 1):
        if role.who != "adult" and not (role.gives and role.receives):
            sentence = "say what this role gives and what it receives; both partners do both."
            yield ("one_sided", f"roles {number}", sentence)
    yield from _individual(playbook)
    yield from _sums(playbook)
    for number, form in enumerate(playbook.forms, 1):
        yield from _form(form, f"forms {number}")


def _individual(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    if playbook.family != "individualised":
        return
    if "focus_family" not in playbook.permissions:
        sentence = 'a plan for one student needs the family: add "focus_family".'
        yield ("permission", "permissions", sentence)
    asked = any(one.audience in ("focus_student", "students") for one in playbook.reflection)
    if not asked and "figure_2_students" not in playbook.question_sets:
        yield (
            "unasked",
            "reflection",
            "ask the student, too; add a question or figure_2_students.",
        )


def _sums(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    total = sum(part.pct for part in playbook.grading)
    if playbook.grading and total != WHOLE:
        yield ("sum", "grading", f"the parts add up to {total} %, not 100.")
    bonus = playbook.scoring.bonus
    if bonus and bonus.min > bonus.max:
        yield ("sum", "scoring, bonus", "min is more than max; exchange them.")
    if playbook.fading.start < playbook.fading.goal:
        yield ("fading", "fading, goal", "the adult steps back: goal is at most start.")
    low = playbook.fading.never_below
    if low is not None and playbook.fading.goal < low:
        yield ("fading", "fading, goal", f"is below {low}, where the adult stays; change one.")
    if playbook.group.min > playbook.group.max:
        yield ("sum", "group, min", "min is more than max; exchange them.")
    if playbook.fidelity.coach_pct > playbook.fidelity.good_pct:
        yield ("sum", "fidelity, coach_pct", "is above good_pct; exchange them.")


def _form(form: Form, at: str) -> Iterator[tuple[str, str, str]]:
    if form.when == "each_session" and (
        form.seconds is None or form.seconds > LONGEST_FORM_SECONDS
    ):
        sentence = f"a session's form takes at most {LONGEST_FORM_SECONDS} seconds; say how many."
        yield ("form", f"{at}, seconds", sentence)
    if not form.fields and form.grid is None:
        yield ("form", at, "has nothing to fill in; add fields or a grid.")
    for number, field in enumerate(form.fields, 1):
        if field.kind in ("choice", "choices") and not field.choices:
            yield ("form", f"{at}, fields {number}, choices", "say what can be chosen.")
        if field.kind == "rating" and field.scale is None:
            yield (
                "form",
                f"{at}, fields {number}, scale",
                "say from where to where the rating goes.",
            )
    if form.grid:
        for number, row in enumerate(form.grid.rows, 1):
            if row.cells and len(row.cells) != len(form.grid.columns):
                sentence = f"{len(form.grid.columns)} cells are needed, one a column."
                yield ("form", f"{at}, grid, rows {number}, cells", sentence)
