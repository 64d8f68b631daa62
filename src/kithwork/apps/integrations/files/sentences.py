# ruff: noqa: E501  — a table: one entry a line reads better than wrapped ones
"""Every sentence about a file as a file, with its reach."""

from __future__ import annotations

from kithwork.apps.foundation.fault import Fault, FileRefused, Severity, fault_of


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translators; it is translated when it is shown."""
    return message


FILE, ROW, NOTICE = Severity.FILE, Severity.ROW, Severity.NOTICE
_ = gettext_noop

SENTENCES = {
    "too-big": (
        FILE,
        _("The file is larger than {limit} MiB. Export fewer columns or one school at a time."),
    ),
    "empty-upload": (FILE, _("The file is empty. Export it again.")),
    "not-found": (FILE, _("There is no file or folder {name}.")),
    "waited-too-long": (
        FILE,
        _("The uploaded file is no longer here: uploads are erased after a day. Upload it again."),
    ),
    "not-a-zip": (
        FILE,
        _(
            "This is named .zip but is not a zip archive. Export it again, or upload the CSV files themselves."
        ),
    ),
    "damaged-zip": (FILE, _("The archive is damaged at {name}. Download or export it again.")),
    "encrypted": (FILE, _("{name} is locked with a password. Export it again without one.")),
    "too-many-entries": (
        FILE,
        _(
            "The archive holds {count} entries; {limit} is the most we open. Pack only the roster files."
        ),
    ),
    "too-deep": (
        FILE,
        _("{name} lies more than one folder deep. Pack the files at the top of the archive."),
    ),
    "unsafe-name": (
        FILE,
        _("The archive holds an unsafe name: {name}. Pack the files again, plainly named."),
    ),
    "link-in-archive": (FILE, _("{name} is a link, not a file. Pack the file itself.")),
    "same-name-twice": (FILE, _("{name} is in the archive twice. Keep one.")),
    "nested-archive": (
        FILE,
        _("{name} is an archive or workbook inside the archive. Upload it by itself."),
    ),
    "unpacks-too-big": (
        FILE,
        _("The archive unpacks to more than {limit} MiB. It was not opened."),
    ),
    "odd-compression": (FILE, _("{name} is packed in a way we do not open. Use an ordinary zip.")),
    "macro-workbook": (FILE, _("A workbook with macros is not opened. Save it as .xlsx.")),
    "old-workbook": (
        FILE,
        _("This is an old or a password-protected workbook. Save it as .xlsx without a password."),
    ),
    "not-a-table": (
        FILE,
        _("{name} is not a table we can read. Use CSV, TSV, XLSX or a zip of CSV files."),
    ),
    "web-page": (
        FILE,
        _(
            "{name} is a web page or XML, not a table, whatever its name ends in. Open it in a spreadsheet program and save it as .xlsx or .csv."
        ),
    ),
    "file-ignored": (NOTICE, _("{name} is not a roster file and was not read.")),
    "nothing-inside": (FILE, _("There is no CSV file inside.")),
    "nul-bytes": (FILE, _("The file holds NUL bytes: it is damaged or not text. Export it again.")),
    "unknown-encoding": (
        FILE,
        _("The letters of the file cannot be read from line {line_of} on. Save it as UTF-8."),
    ),
    "read-as-1252": (
        NOTICE,
        _(
            "The file is not UTF-8; it was read as Windows-1252, line {line_of} for one as {value}. If that is not how it is written, save it as UTF-8."
        ),
    ),
    "odd-letters": (
        FILE,
        _(
            "The file is neither UTF-8 nor Windows-1252: line {line_of} would read {value}. Save it as UTF-8."
        ),
    ),
    "stray-quote": (
        FILE,
        _(
            "A quotation mark is out of place, or a quoted cell that begins here never ends. Mend line {line_of} and export again."
        ),
    ),
    "cell-too-long": (
        FILE,
        _("A cell is longer than {limit} characters. A quotation mark may be missing."),
    ),
    "line-too-long": (
        FILE,
        _(
            "A line is too long to be a row of a roster. A line break or quotation mark may be missing."
        ),
    ),
    "too-many-columns": (
        FILE,
        _("A row has more than {limit} columns. Export only the columns a roster needs."),
    ),
    "too-many-rows": (FILE, _("The file has more than {limit} rows. Export one school at a time.")),
    "no-rows": (FILE, _("There is no row in the file. Export it again.")),
    "bad-workbook": (
        FILE,
        _(
            "The workbook cannot be opened: it is damaged, or not an XLSX file. Save it again as .xlsx."
        ),
    ),
    "unsafe-xml": (
        FILE,
        _(
            "The workbook holds parts that can hide other files (XML entities). Save it again from a spreadsheet program."
        ),
    ),
    "workbook-too-large": (
        FILE,
        _(
            "{name} of the workbook holds more than any roster needs. Copy the list alone into a new workbook."
        ),
    ),
    "no-visible-sheet": (FILE, _("The workbook has no visible sheet. Show the sheet you mean.")),
    "unknown-sheet": (FILE, _("There is no visible sheet called {sheet}.")),
    "hidden-sheet": (NOTICE, _("The hidden sheet {sheet} was not read.")),
    "hidden-columns": (NOTICE, _("Hidden columns were not read: {columns}.")),
    "hidden-rows": (NOTICE, _("{count} hidden rows were not read, the first is row {first}.")),
    "uncalculated": (
        NOTICE,
        _(
            "{count} formula cells have no saved value and were read as empty, the first is {cell}. Open the workbook, save it, and upload again."
        ),
    ),
    "merged-cells": (NOTICE, _("Merged cells were read once, at their first cell: {cells}.")),
}


def said(code: str, *, file: str = "", line: int = 0, column: str = "", **words: object) -> Fault:
    return fault_of(SENTENCES, code, file=file, line=line, column=column, **words)


def refuse(code: str, *, file: str = "", line: int = 0, **words: object) -> FileRefused:
    return FileRefused(said(code, file=file, line=line, **words))
