"""`kithwork playbook`: read, check, begin and publish practices as data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kithwork.playbooks.checking import Checked
    from kithwork.playbooks.faults import Fault
    from kithwork.playbooks.schema import Playbook

BAD_INPUT = 2
app = typer.Typer(
    help="Practices as data: check, show, begin one of your own.", no_args_is_help=True
)

Folder = Annotated[
    Path | None,
    typer.Option("--folder", help="Your school's own playbooks, beside the shipped ones."),
]
Language = Annotated[str | None, typer.Option("--lang", help="Words in this language, like es.")]


@app.command("list")
def list_playbooks(
    folder: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
) -> None:
    """Every practice: id, version, name."""
    rows = [
        {
            "id": one.id,
            "version": one.version,
            "name": one.name,
            "family": one.family,
            "scope": one.scope,
        }
        for one in _shelf(folder).values()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    wide = max(len(str(row["id"])) for row in rows)
    for row in rows:
        typer.echo(f"{row['id']:<{wide}}  {row['version']:>3}  {row['name']}")


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Playbook files; the shipped ones unless you say.")
    ] = None,
    folder: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
) -> None:
    """Say whether playbooks are sound, or what to mend: one sentence a fault."""
    found = _checked(files or [], folder)
    faults = [fault for one in found for fault in one.faults]
    if as_json:
        typer.echo(json.dumps(_report(found, faults), ensure_ascii=False, indent=1))
    else:
        for fault in faults:
            typer.echo(str(fault), err=True)
        sound = sum(not one.faults for one in found)
        typer.echo(f"{sound} of {len(found)} files are sound.")
    if faults:
        raise typer.Exit(BAD_INPUT)


def _checked(files: list[Path], folder: Path | None) -> list[Checked]:
    from kithwork.playbooks.checking import check_file, check_folder, check_shipped
    from kithwork.playbooks.load import LIBRARY

    if not files and folder is None:
        return check_shipped()
    shipped = {path.stem for path in LIBRARY.glob("*.toml")}
    found = [
        check_file(path, () if path.resolve().parent == LIBRARY else shipped) for path in files
    ]
    return found + (check_folder(_existing(folder)) if folder else [])


def _report(found: Iterable[Checked], faults: Iterable[Fault]) -> dict[str, object]:
    return {
        "files": [
            {
                "file": one.file,
                "id": one.playbook.id if one.playbook else None,
                "version": one.playbook.version if one.playbook else None,
                "sound": not one.faults,
            }
            for one in found
        ],
        "faults": [fault.to_json() for fault in faults],
    }


@app.command()
def show(
    key: Annotated[str, typer.Argument(metavar="ID", help="A practice, as in the list.")],
    lang: Language = None,
    lessons: Annotated[
        bool, typer.Option("--lessons", help="Write every lesson out, as it is held.")
    ] = False,
    folder: Folder = None,
) -> None:
    """A practice as a person reads it."""
    from kithwork.playbooks.tell import told

    typer.echo(told(_found(key, folder, lang), every_lesson=lessons), nl=False)


@app.command()
def new(
    key: Annotated[
        str, typer.Argument(metavar="ID", help="The new id: small letters, figures and _.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
    copy_of: Annotated[
        str | None, typer.Option("--from", help="Start from a copy of this practice.")
    ] = None,
    folder: Folder = None,
) -> None:
    """A complete starting file, or a copy to change. It passes the check before you begin."""
    from kithwork.playbooks.faults import BadPlaybook
    from kithwork.playbooks.load import parse
    from kithwork.playbooks.starter import starting_text

    if key in _shelf(folder):
        raise _refused(f'"{key}" is the id of another practice; choose your own.')
    text = starting_text(key, copy_of=_found(copy_of, folder) if copy_of else None)
    try:
        parse(text, file=output.name)
    except BadPlaybook as bad:
        raise _refused(*(str(fault) for fault in bad.faults)) from None
    if output.exists():
        raise _refused(f"{output}: is there already; name another file, so that nothing is lost.")
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise _refused(f"{output}: cannot be written ({error.strerror}).") from None
    typer.echo(f"{output}: change it, then run: kithwork playbook check {output}")


@app.command()
def schema() -> None:
    """The JSON Schema of a playbook, for editors and other programs."""
    from kithwork.playbooks.published import schema_text

    typer.echo(schema_text(), nl=False)


def _refused(*sentences: str) -> typer.Exit:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    return typer.Exit(BAD_INPUT)


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise _refused(f"{folder}: there is no such folder.")
    return folder


def _shelf(folder: Path | None) -> dict[str, Playbook]:
    from kithwork.playbooks.load import LIBRARY, shelf

    found = shelf(LIBRARY, *([_existing(folder)] if folder else []))
    for fault in found.faults:
        typer.echo(str(fault), err=True)
    return found.playbooks


def _found(key: str, folder: Path | None, lang: str | None = None) -> Playbook:
    from kithwork.playbooks.faults import BadPlaybook
    from kithwork.playbooks.load import file_of
    from kithwork.playbooks.overlay import in_language, read_overlay

    known = _shelf(folder)
    if key not in known:
        raise _refused(f'There is no practice "{key}"; see kithwork playbook list.')
    if lang in (None, "en"):
        return known[key]
    try:
        return in_language(known[key], read_overlay(file_of(key, folder), str(lang)))
    except BadPlaybook as bad:
        raise _refused(*(str(fault) for fault in bad.faults)) from None
