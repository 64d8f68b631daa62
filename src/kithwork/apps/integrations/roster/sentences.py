# ruff: noqa: E501  — a table: one entry a line reads better than wrapped ones
"""Every sentence about what a roster file says, with its reach."""

from __future__ import annotations

from kithwork.apps.foundation.fault import Severity
from kithwork.apps.integrations.files.sentences import gettext_noop

FILE, ROW, NOTICE = Severity.FILE, Severity.ROW, Severity.NOTICE
_ = gettext_noop

SENTENCES = {
    # the package
    "unknown-layout": (
        FILE,
        _(
            "We do not know this set of files. We read OneRoster, School Data Sync, or one list at a time."
        ),
    ),
    "missing-file": (FILE, _("{name} is missing. A {layout} package needs it.")),
    "missing-column": (
        FILE,
        _("The column {column_of} is missing. Export the file again with it."),
    ),
    "repeated-column": (FILE, _("The column {column_of} is there twice. Keep one.")),
    "empty-file": (
        FILE,
        _(
            "The file has a heading but no rows. A full file without rows would make everybody leave, so nothing was taken."
        ),
    ),
    "empty-optional-file": (NOTICE, _("The file has a heading but no rows. It was left out.")),
    "no-manifest": (
        NOTICE,
        _("There is no manifest.csv. Every file was taken as the whole truth."),
    ),
    "odd-manifest": (
        NOTICE,
        _("The manifest says {value} for {name}; we went by the files themselves."),
    ),
    "bad-mode": (FILE, _("The manifest gives the mode {value}. It must be absent, bulk or delta.")),
    "no-mode": (
        NOTICE,
        _("The manifest gives no mode for {name}. It was taken as the whole truth."),
    ),
    "declared-absent": (
        NOTICE,
        _("The manifest says {name} is absent, yet it is here. It was read as the whole truth."),
    ),
    "declared-not-there": (
        NOTICE,
        _(
            "The manifest promises {name}, but it is not in the package. What we hold of it stays as it is."
        ),
    ),
    "version-by-headers": (
        NOTICE,
        _(
            "The manifest says version {value}, but the columns are those of {found}. We went by the columns."
        ),
    ),
    "unknown-version": (
        FILE,
        _("The manifest names OneRoster version {value}. We read 1.1 and 1.2."),
    ),
    "no-school": (FILE, _("No school was found in the package. Nothing can be placed.")),
    # the columns
    "column-case": (
        NOTICE,
        _("The column {found} was read as {column_of}. The standard minds capitals."),
    ),
    "column-order": (
        NOTICE,
        _("The columns are not in the order of the standard. They were read by name."),
    ),
    "unknown-column": (
        NOTICE,
        _("The column {column_of} is not part of the standard and was not read."),
    ),
    # the rows
    "ragged-row": (
        ROW,
        _(
            "The row has {count} cells under {expected} headings. A comma may be missing its quotation marks."
        ),
    ),
    "short-row": (
        NOTICE,
        _("The row ends early; the missing cells were read as empty ({count} such rows)."),
    ),
    "missing-value": (ROW, _("{column_of} is empty. The row needs it.")),
    "damaged-id": (
        ROW,
        _(
            "The spreadsheet has damaged this column: {value} is not an id. Format the column as text and export again."
        ),
    ),
    "short-id": (
        NOTICE,
        _(
            "{value} may be a long number that a spreadsheet has shortened; it was kept as written ({count} such ids)."
        ),
    ),
    "turned-to-date": (
        ROW,
        _(
            "The spreadsheet has turned this cell into a day: {value}. Format the column as text and write it again."
        ),
    ),
    "bad-id": (ROW, _("{value} cannot be an id. Ids are 1 to 255 letters, digits or . - _ / @.")),
    "odd-id": (
        NOTICE,
        _(
            "{value} has characters outside the standard; it was kept as written ({count} such ids)."
        ),
    ),
    "duplicate-id": (
        ROW,
        _("The id {value} is already used in line {first}, and the two rows differ. Keep one."),
    ),
    "repeated-row": (
        NOTICE,
        _("The row repeats line {first} and was read once ({count} such rows)."),
    ),
    "unknown-word": (ROW, _("{value} is not one of the words allowed here: {allowed}.")),
    "extended-word": (
        NOTICE,
        _("{value} is a word of the vendor's own; the row was read as other."),
    ),
    "bad-date": (ROW, _("{value} is not a date we can read safely. Write it as 2026-09-01.")),
    "two-days": (ROW, _("{value} can be read in two ways. Write it as 2026-09-01.")),
    "date-order": (ROW, _("The end, {end}, is before the start, {start}.")),
    "date-with-time": (NOTICE, _("A time of day was cut from the date ({count} such cells).")),
    "unknown-grade": (NOTICE, _("{value} is not a grade we know; the grade was left empty.")),
    "many-grades": (NOTICE, _("More than one grade was given ({value}); the first was taken.")),
    "unknown-reference": (ROW, _("{value} is not in {table}. The row points to nothing.")),
    "unknown-parent": (NOTICE, _("The parent {value} is not in {table}; it was left out.")),
    "not-a-school": (
        ROW,
        _("{value} is not a school, so a class or student cannot be placed there."),
    ),
    "no-role": (
        NOTICE,
        _("{value} has no role in any school and was left out ({count} such people)."),
    ),
    "role-ended": (NOTICE, _("A role that ended on {value} was left out ({count} such roles).")),
    "not-a-student": (
        ROW,
        _("{value} is enrolled as a student but is not a student in this file."),
    ),
    "not-staff": (ROW, _("{value} teaches here but is not staff in this file.")),
    "family-enrolled": (
        NOTICE,
        _("A family member is listed in a class; the row was left out ({count} such rows)."),
    ),
    "role-without-user": (
        NOTICE,
        _("A role names {value}, who is not in users.csv; it was left out ({count} such roles)."),
    ),
    "two-primary-teachers": (
        NOTICE,
        _("The class {value} has more than one primary teacher; the first was kept."),
    ),
    "two-primary-roles": (
        NOTICE,
        _("{value} has more than one primary role at one school; the first counts."),
    ),
    "primary-org-without-role": (
        NOTICE,
        _("{value} names a main school without having a role there."),
    ),
    "primary-student": (
        NOTICE,
        _(
            "A student is marked as primary, which is for teachers; the mark was left out ({count} such rows)."
        ),
    ),
    "bad-boolean": (ROW, _("{value} is neither true nor false.")),
    "status-in-bulk": (
        NOTICE,
        _(
            "A full file carries a status or a date; rows marked tobedeleted were read as left ({count} such rows)."
        ),
    ),
    "inactive-kept": (
        NOTICE,
        _("inactive does not mean deleted; the row was kept ({count} such rows)."),
    ),
    "missing-status": (
        ROW,
        _("A file of changes needs a status and dateLastModified in every row."),
    ),
    "bad-timestamp": (
        ROW,
        _("{value} is not a date and time. Write it as 2026-09-01T08:00:00.000Z."),
    ),
    "name-kept-whole": (
        NOTICE,
        _(
            "{value} was kept in one piece. Give first and last name their own columns, or a preferred name, so that partners see only a first name."
        ),
    ),
    "no-name": (ROW, _("There is no name in the row.")),
    "cut-short": (
        NOTICE,
        _("{column_of} is longer than {limit} characters and was cut ({count} such cells)."),
    ),
    "word-case": (
        NOTICE,
        _("{value} was read as {found}. The standard minds capitals ({count} such cells)."),
    ),
    "far-date": (
        ROW,
        _("{value} lies too far off for a term of a school. Write it as 2026-09-01."),
    ),
    "other-headings": (
        FILE,
        _(
            "Other headings come in the middle of the file, so the columns below mean something else. Split the file there and bring in one part at a time."
        ),
    ),
    "long-value": (ROW, _("{column_of} is longer than {limit} characters.")),
    # spreadsheets
    "no-header": (FILE, _("We did not find the row with the headings. Say which row it is.")),
    "no-mapping": (
        FILE,
        _("Say what the columns mean: {columns}. At least a name or a student number is needed."),
    ),
    "bad-mapping": (FILE, _("The columns are not mapped in a way we can read: {value}.")),
    "stale-mapping": (
        FILE,
        _(
            "The column {column_of} of the saved mapping is not in this file. Map the columns again."
        ),
    ),
    "repeated-heading": (
        NOTICE,
        _(
            "The headings come again in the middle of the file; those rows were left out ({count} such rows)."
        ),
    ),
    "page-heading": (
        NOTICE,
        _("Rows that look like a page heading were left out ({count} such rows)."),
    ),
    "total-row": (NOTICE, _("Rows with totals were left out ({count} such rows).")),
    "two-of-one-name": (
        ROW,
        _(
            "There is more than one {value} and no student number to tell them apart. Add the number."
        ),
    ),
    "people-disagree": (
        NOTICE,
        _("{value} is written differently in line {first}; the first was taken."),
    ),
    "ambiguous-date": (
        FILE,
        _("{value} can be read in two ways. Choose the order of day and month for this column."),
    ),
    "bad-email": (NOTICE, _("{value} is not an e-mail address; it was left out.")),
    "class-without-key": (ROW, _("The row names no class. Give a class number, or a class name.")),
    "other-school": (NOTICE, _("{count} rows belong to other schools.")),
    "cannot-read-number": (ROW, _("{value} is not a whole number. Write 1, 2 or 3.")),
    "number-out-of-range": (ROW, _("{value} is outside {low} to {high}.")),
}
