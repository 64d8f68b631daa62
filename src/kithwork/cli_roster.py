"""`kithwork import-roster`: the same core as the page, for the person who holds the machine's keys."""

from __future__ import annotations

import json
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
) -> None:
    """Read a roster, say what it would change, and with --apply change it. Exit 0, 1 or 2."""
    from kithwork.cli import start_django

    start_django()
    from kithwork.apps.foundation.fault import FileRefused
    from kithwork.apps.foundation.problem import Problem
    from kithwork.apps.people.roster.places import Choices

    found_school = _school(school)
    choices = Choices(org_id=org, only=only, merge=merge, this_year=this_year)
    report: dict[str, Any] = {"file": file.name, "school": school, "applied": False}
    try:
        report |= _run(file, found_school, choices, apply=apply, leaving=leaving, columns=columns)
        code = REFUSED_ROWS if report["refused_rows"] else CLEAN
    except FileRefused as refused:
        report |= {"status": "refused", "problems": [f.as_json() for f in refused.faults]}
        code = REFUSED_FILE
    except Problem as problem:
        report |= {"status": "refused", "problems": [_sentence("problem", str(problem))]}
        code = REFUSED_FILE
    typer.echo(json.dumps(report, indent=2, ensure_ascii=False) if as_json else _in_words(report))
    raise typer.Exit(code)


def _school(pk: int) -> School:
    from kithwork.apps.schools.models import School

    found = School.objects.filter(pk=pk).first()
    if found is None:
        known = ", ".join(f"{s.pk} {s.name}" for s in School.objects.order_by("pk")[:20])
        typer.echo(f"There is no school {pk}. Schools: {known or 'none yet'}.", err=True)
        raise typer.Exit(REFUSED_FILE)
    return found


def _run(
    file: Path,
    school: School,
    choices: Any,
    *,
    apply: bool,
    leaving: int | None,
    columns: Path | None,
) -> dict[str, Any]:
    from kithwork.apps.foundation import clock
    from kithwork.apps.foundation.viewer import Viewer
    from kithwork.apps.integrations.files.archive import open_upload
    from kithwork.apps.integrations.roster.read import read_roster
    from kithwork.apps.people.actions import roster as actions
    from kithwork.apps.people.roster.guard import guard_fault

    by = Viewer.command(school_id=school.pk, district_id=school.district_id)
    upload = open_upload(file)
    today = clock.today(school.timezone)
    read = read_roster(upload, today=today, meanings=_meanings(upload, school, columns))
    found = actions.preview_roster(read.roster, school, choices, by=by)
    faults = [*read.faults, *found.faults]
    if not apply and (guard := guard_fault(found)):
        faults.append(guard)
    report = _report(upload, read.roster, found, faults)
    if apply:
        facts = actions.UploadFacts(upload.name, upload.sha256)
        row = actions.begin_import(school, facts, by=by)
        problems = tuple(fault.as_json() for fault in read.faults)
        actions.apply_roster(row, read.roster, choices, by=by, leaving=leaving, problems=problems)
        report |= {"applied": True, "import": row.pk}
    return report


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
    if "counts" in report:
        lines.append(f"{report['file']}: {report['layout']}")
        kinds = ("read", "added", "changed", "leaving", "unchanged", "refused", "left_out")
        lines.append("".join(f"{kind:>11}" for kind in ("", *kinds)))
        for table, counts in report["counts"].items():
            lines.append(f"{table:>14}" + "".join(f"{counts[kind]:>11}" for kind in kinds)[3:])
        never = [d for d in report["dropped"] if d["why"] == "never"]
        if never:
            names = ", ".join(f"{d['file']} {d['column']}".strip() for d in never[:SHOWN])
            lines.append(f"Never read: {names}.")
    for problem in report["problems"][:SHOWN]:
        place = ":".join(str(problem[k]) for k in ("file", "line", "column") if problem[k])
        lines.append(f"{problem['severity']:>7}  {place}  {problem['sentence']}")
    if len(report["problems"]) > SHOWN:
        lines.append(f"… and {len(report['problems']) - SHOWN} more; --json lists all.")
    if report["applied"]:
        lines.append(f"Applied as import {report['import']}.")
    elif report.get("status") == "read":
        lines.append("Nothing was touched. Add --apply to write it.")
    else:
        lines.append("Refused. Nothing was changed.")
    return "\n".join(lines)
