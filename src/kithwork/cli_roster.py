"""`kithwork import-roster`: the same core as the page, for the person who holds the machine's keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kithwork.apps.foundation.fault import Fault
    from kithwork.apps.integrations.files.archive import Upload
    from kithwork.apps.integrations.roster_sheet.mapping import ColumnMeanings
    from kithwork.apps.people.roster.comparison import Comparison
    from kithwork.apps.people.roster.rows import Roster
    from kithwork.apps.schools.models import School

CLEAN, REFUSED_ROWS, REFUSED_FILE = 0, 1, 2
SHOWN = 40
# What every answer holds, also that of a file nothing was taken of.
NOTHING: dict[str, Any] = {
    "status": "refused", "applied": False, "sha256": "", "layout": "", "schools": [],
    "left_out": [], "counts": {}, "refused_rows": 0, "dropped": [], "problems": [],
}  # fmt: skip


def import_roster(
    file: Annotated[Path, typer.Argument(help="A zip, a folder, or a CSV, TSV or XLSX file.")],
    school: Annotated[int, typer.Option(help="Number of the school it is for.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Write it. Without this nothing is touched.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    org: Annotated[str, typer.Option(help="Which school of the file it is, by its id there.")] = "",
    only: Annotated[
        bool, typer.Option("--only", help="Leave the other schools of the file out.")
    ] = False,
    merge: Annotated[
        bool,
        typer.Option("--merge", help="Same student number, new id: it is the same student."),
    ] = False,
    this_year: Annotated[
        bool,
        typer.Option("--this-year", help="The file's terms are over: read its classes as now."),
    ] = False,
    leaving: Annotated[
        int | None, typer.Option(help="How many students leave, when many do: say the number.")
    ] = None,
    columns: Annotated[
        Path | None, typer.Option(help="What the columns of a list mean, as JSON.")
    ] = None,
    rows: Annotated[
        bool,
        typer.Option("--rows", help="Name every row that is new, changed or leaving, by its line."),
    ] = False,
) -> None:
    """Read a roster, say what it would change, and with --apply change it. Exit 0, 1 or 2."""
    from kithwork.cli import start_django

    start_django()
    from kithwork.apps.foundation.fault import FileRefused
    from kithwork.apps.foundation.problem import Problem
    from kithwork.apps.people.roster.places import Choices

    choices = Choices(org_id=org, only=only, merge=merge, this_year=this_year)
    asked = Asked(apply=apply, leaving=leaving, columns=columns, rows=rows)
    report: dict[str, Any] = {"file": file.name, "school": school, **NOTHING}
    try:
        report |= _run(file, _school(school), choices, asked)
        code = REFUSED_ROWS if report["refused_rows"] else CLEAN
        if report["status"] == "refused":
            code = REFUSED_FILE
    except FileRefused as refused:
        report["problems"] = [f.as_json() for f in refused.faults]
        code = REFUSED_FILE
    except (Problem, OSError) as problem:
        report["problems"] = [_sentence("problem", str(problem))]
        code = REFUSED_FILE
    typer.echo(json.dumps(report, indent=2, ensure_ascii=False) if as_json else _in_words(report))
    raise typer.Exit(code)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person wants of the run."""

    apply: bool
    leaving: int | None
    columns: Path | None
    rows: bool


def _school(pk: int) -> School:
    from kithwork.apps.foundation.problem import Problem
    from kithwork.apps.schools.models import School

    found = School.objects.filter(pk=pk).first()
    if found is None:
        known = ", ".join(f"{s.pk} {s.name}" for s in School.objects.order_by("pk")[:20])
        raise Problem(f"There is no school {pk}. Schools: {known or 'none yet'}.")
    return found


def _run(file: Path, school: School, choices: Any, asked: Asked) -> dict[str, Any]:
    from kithwork.apps.foundation import clock
    from kithwork.apps.foundation.fault import FileRefused
    from kithwork.apps.foundation.viewer import Viewer
    from kithwork.apps.integrations.files.archive import open_upload
    from kithwork.apps.integrations.roster.read import read_roster
    from kithwork.apps.people.actions import roster as actions

    by = Viewer.command(school_id=school.pk, district_id=school.district_id)
    upload = open_upload(file)
    today = clock.today(school.timezone)
    read = read_roster(upload, today=today, meanings=_meanings(upload, school, asked.columns))
    found = actions.preview_roster(read.roster, school, choices, by=by)
    faults = [*read.faults, *found.faults]
    report = _report(upload, read.roster, found, faults)
    if asked.rows:
        report["rows"] = _rows(found)
    if not asked.apply:
        return report | _guarded(found, asked.leaving, report["problems"])
    facts = actions.UploadFacts(upload.name, upload.sha256)
    row = actions.begin_import(school, facts, by=by)
    problems = tuple(fault.as_json() for fault in read.faults)
    try:
        actions.apply_roster(
            row, read.roster, choices, by=by, leaving=asked.leaving, problems=problems
        )
    except FileRefused as refused:
        actions.refuse_import(row, [fault.as_kept() for fault in refused.faults], by=by)
        raise
    return report | {"applied": True, "import": row.pk}


def _guarded(
    found: Comparison, leaving: int | None, problems: list[dict[str, Any]]
) -> dict[str, Any]:
    """Many would leave and nobody has said so: what --apply would answer."""
    from kithwork.apps.foundation.fault import FileRefused
    from kithwork.apps.people.roster.guard import check_guard

    try:
        check_guard(found, leaving)
    except FileRefused as refused:
        return {
            "status": "refused",
            "problems": [*problems, *(fault.as_json() for fault in refused.faults)],
        }
    return {}


def _rows(found: Comparison) -> list[dict[str, Any]]:
    """Every row that would be different; one that leaves stands in no file, so it has no line."""
    from kithwork.apps.integrations.roster_upload.work import lines_of

    return [
        {"table": table, "kind": kind, "file": file, "line": line, "name": name,
         "changes": [{"field": f, "before": b, "after": a} for f, b, a in changes]}
        for table, kind, lines in lines_of(found)
        for file, line, name, changes in lines
    ]  # fmt: skip


def _meanings(upload: Upload, school: School, columns: Path | None) -> ColumnMeanings | None:
    """From the file given, or as this school read such a list last time."""
    from kithwork.apps.foundation.fault import FileRefused
    from kithwork.apps.integrations.roster.layouts import SHEET, layout_of
    from kithwork.apps.integrations.roster_sheet.look import look_at
    from kithwork.apps.integrations.roster_sheet.mapping import meanings_from
    from kithwork.apps.integrations.roster_sheet.targets import ROSTER
    from kithwork.apps.people.models import ColumnMapping

    if columns is not None:
        try:
            return meanings_from(json.loads(columns.read_text()))
        except (OSError, ValueError) as error:
            raise FileRefused(_fault(f"{columns.name} is not JSON: {error}")) from error
    if layout_of(upload) != SHEET:
        return None
    look = look_at(upload, ROSTER)
    kept = ColumnMapping.objects.filter(school=school, purpose=ROSTER, shape=look.shape).first()
    return meanings_from({**kept.columns, "header_line": look.header_line}) if kept else None


def _fault(sentence: str) -> Fault:
    from kithwork.apps.foundation.fault import Fault, Severity

    return Fault("bad-mapping", Severity.FILE, "{why}", {"why": sentence})


def _sentence(code: str, sentence: str) -> dict[str, Any]:
    return {
        "code": code, "severity": "file", "file": "", "line": 0, "column": "", "sentence": sentence,
    }  # fmt: skip


def _report(
    upload: Upload, roster: Roster, found: Comparison, faults: Iterable[Fault]
) -> dict[str, Any]:
    from kithwork.apps.people.roster.compare import refused_rows

    faults = list(faults)
    return {
        "status": "read",
        "sha256": upload.sha256,
        "layout": roster.layout,
        "schools": [
            {"id_in_file": place.key, "name": place.name, "is_new": place.is_new}
            for place in found.places.by_org.values()
        ],
        "left_out": [{"id_in_file": o.source_id, "name": o.name} for o in found.places.left_out],
        "counts": found.counts,
        "refused_rows": refused_rows(faults),
        "dropped": [{"file": d.file, "column": d.column, "why": d.why} for d in roster.dropped],
        "problems": [fault.as_json() for fault in faults],
    }


def _in_words(report: dict[str, Any]) -> str:
    lines = []
    if report["counts"]:
        lines.append(f"{report['file']}: {report['layout']}")
        kinds = ("read", "added", "changed", "leaving", "unchanged", "refused", "left_out")
        lines.append("".join(f"{kind:>11}" for kind in ("", *kinds)))
        for table, counts in report["counts"].items():
            lines.append(f"{table:>14}" + "".join(f"{counts[kind]:>11}" for kind in kinds)[3:])
        never = [d for d in report["dropped"] if d["why"] == "never"]
        if never:
            names = ", ".join(f"{d['file']} {d['column']}".strip() for d in never[:SHOWN])
            lines.append(f"Never read: {names}.")
    for row in report.get("rows", ()):
        place = f"{row['file']}:{row['line']}" if row["line"] else ""
        changes = "; ".join(f"{c['field']}: {c['before']} → {c['after']}" for c in row["changes"])
        lines.append(
            "  ".join(filter(None, (row["table"], row["kind"], place, row["name"], changes)))
        )
    for problem in report["problems"][:SHOWN]:
        place = ":".join(str(problem[k]) for k in ("file", "line", "column") if problem[k])
        lines.append(f"{problem['severity']:>7}  {place}  {problem['sentence']}")
    if len(report["problems"]) > SHOWN:
        lines.append(f"… and {len(report['problems']) - SHOWN} more; --json lists all.")
    if report["applied"]:
        lines.append(f"Applied as import {report['import']}.")
    elif report["status"] == "read":
        lines.append("Nothing was touched. Add --apply to write it.")
    else:
        lines.append("Refused. Nothing was changed.")
    return "\n".join(lines)
