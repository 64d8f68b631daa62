"""What the pages of an import show: frozen, and only what is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.fault import said_of
from kithwork.apps.integrations.roster_upload import quarantine
from kithwork.apps.people.queries import roster as queries

TABLE_NAMES = {
    "schools": _("Schools"),
    "terms": _("Terms"),
    "students": _("Students"),
    "staff": _("Staff"),
    "sections": _("Classes"),
    "enrolments": _("Students in classes"),
    "teachings": _("Teachers of classes"),
    "guardians": _("Guardians (kept, switched off)"),
    "guardianships": _("Guardians of students"),
}
KIND_NAMES = {"added": _("new"), "changed": _("changed"), "leaving": _("leaving")}
FIELD_NAMES = {
    "first_name": _("first name"),
    "last_name": _("last name"),
    "preferred_name": _("preferred name"),
    "number": _("student number"),
    "grade": _("grade"),
    "homeroom": _("homeroom"),
    "lunch_label": _("lunch wave"),
    "languages": _("languages"),
    "email": _("e-mail"),
    "title": _("title"),
    "code": _("code"),
    "subject": _("subject"),
    "room": _("room"),
    "periods_text": _("periods"),
    "is_homeroom": _("homeroom class"),
    "terms": _("terms"),
    "begins_on": _("begins"),
    "ends_on": _("ends"),
    "is_primary": _("main teacher"),
    "closed_on": _("left on"),
    "source_id": _("id in the file's system"),
    "source": _("system"),
    "relationship": _("relationship"),
    "starts_on": _("starts"),
}
LINES_A_PAGE = 100
PROBLEMS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of the summary."""

    key: str
    name: str
    read: int
    added: int
    changed: int
    leaving: int
    unchanged: int
    refused: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row that would be different: where it stands, who or what it is, and what changes."""

    file: str
    line: int
    name: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    tables: tuple[TableRow, ...]
    refused: tuple[dict[str, Any], ...]
    refused_count: int
    notices: tuple[dict[str, Any], ...]
    never: tuple[str, ...]
    unused: tuple[str, ...]
    table: str
    kind: str
    heading: str
    lines: tuple[Line, ...]
    lines_count: int
    page: int
    pages: int
    total: int
    is_guarded: bool
    leaving: int
    held: int
    asks_merge: bool
    asks_this_year: bool
    place: str
    is_sheet: bool


def preview_page(row: Any, given: Mapping[str, str]) -> PreviewPage:
    """The preview, with one group of rows opened."""
    tables = tables_of(row.counts)
    table, kind = given.get("table", ""), given.get("kind", "")
    if table not in TABLE_NAMES or kind not in KIND_NAMES:
        table, kind = _first_group(tables)
    found = quarantine.read_lines(row.quarantine, f"{table}-{kind}") if table else []
    pages = max(1, -(-len(found) // LINES_A_PAGE))
    page = min(pages, max(1, _number(given.get("page", "1"))))
    dropped = row.choices.get("dropped", [])
    codes = {problem["code"] for problem in row.problems}
    refused = _of(row, "row")
    return PreviewPage(
        tables=tables,
        refused=tuple(refused[:PROBLEMS_SHOWN]),
        refused_count=len(refused),
        notices=tuple(_of(row, "notice")[:PROBLEMS_SHOWN]),
        never=tuple(_dropped(d) for d in dropped if d[2] == "never"),
        unused=tuple(_dropped(d) for d in dropped if d[2] != "never"),
        table=table,
        kind=kind,
        heading=f"{TABLE_NAMES[table]}: {KIND_NAMES[kind]}" if table else "",
        lines=tuple(_line(x) for x in found[(page - 1) * LINES_A_PAGE : page * LINES_A_PAGE]),
        lines_count=len(found),
        page=page,
        pages=pages,
        total=sum(t.added + t.changed + t.leaving for t in tables),
        is_guarded=bool(row.choices.get("is_guarded")),
        leaving=int(row.choices.get("leaving", 0)),
        held=int(row.choices.get("held", 0)),
        asks_merge="same-number" in codes or bool(row.choices.get("merge")),
        asks_this_year="terms-over" in codes or bool(row.choices.get("this_year")),
        place=str(row.choices.get("place", "")),
        is_sheet=row.layout == "sheet",
    )


def in_words(problem: dict[str, Any]) -> dict[str, Any]:
    """A kept problem with its sentence in the reader's language."""
    return {**problem, "sentence": said_of(problem, gettext)}


def _of(row: Any, severity: str) -> list[dict[str, Any]]:
    return [in_words(problem) for problem in row.problems if problem["severity"] == severity]


def tables_of(counts: dict[str, dict[str, int]]) -> tuple[TableRow, ...]:
    """The summary, without tables the file does not speak of."""
    return tuple(
        TableRow(
            key,
            str(name),
            **{
                kind: counts[key].get(kind, 0)
                for kind in (
                    "read", "added", "changed", "leaving", "unchanged", "refused", "left_out",
                )
            },
        )
        for key, name in TABLE_NAMES.items()
        if key in counts and any(counts[key].values())
    )  # fmt: skip


def _first_group(tables: tuple[TableRow, ...]) -> tuple[str, str]:
    """What a person should look at first: who leaves, then who is new, then what changes."""
    by_key = {table.key: table for table in tables}
    for kind in ("leaving", "added", "changed"):
        for key in ("students", "staff", "sections", "enrolments", "teachings", "terms", "schools"):
            if key in by_key and getattr(by_key[key], kind):
                return key, kind
    return "", ""


def _line(raw: list[Any]) -> Line:
    file, line, name, details = raw
    changes = tuple(
        (str(FIELD_NAMES.get(field, field)), before, after) for field, before, after in details
    )
    return Line(file, line, name, changes)


def _dropped(raw: list[str]) -> str:
    file, column, _why = raw
    return f"{file}: {column}" if column else file


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def report_page(row: Any) -> dict[str, Any]:
    """What an import did, and what is still to say."""
    refused = _of(row, "row")
    return {
        "row": row,
        "tables": tables_of(row.counts),
        "refused": refused[:PROBLEMS_SHOWN],
        "refused_count": len(refused),
        "notices": _of(row, "notice")[:PROBLEMS_SHOWN],
        "may_undo": queries.may_be_undone(row),
        "periods": queries.periods_to_name(row.school) if row.status == "applied" else [],
    }


def refused_page(row: Any) -> dict[str, Any]:
    return {"row": row, "problems": [in_words(p) for p in row.problems[:PROBLEMS_SHOWN]]}


def working_page(row: Any) -> dict[str, Any]:
    """How far the background work is."""
    seconds = 0
    if row.job is not None:
        end = row.job.finished_at or clock.now()
        seconds = max(0, int((end - row.job.asked_at).total_seconds()))
    return {"row": row, "job": row.job, "seconds": seconds}
