"""Studies from JSON, with every fault and its place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kithwork.evidence.design.parts import Place, read_agreement, read_probe, read_tiers
from kithwork.evidence.design.study import Across, Design, Recorded, Study
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.files.series_json import whole_letters

KNOWN = {
    "id", "design", "phases", "iv_manipulated", "data_available", "ioa", "concurrent", "probe",
    "confound", "max_consecutive_same", "reviewer", "note", "expected", "across",
}  # fmt: skip
REVIEWED = ("EXCEPTIONS", "FINDING")


def read_studies(path: Path) -> tuple[Study, ...]:
    """Every study of a JSON file: a list, an object with ``cases``, or a single study.

    Raises
    ------
    BadData
        With every fault; ``row`` is the line for broken JSON and otherwise the place of the study
        in the file, counted from 1; ``column`` says where in the study, such as ``phases[2].n``.
    OSError
        When the file cannot be read.
    """
    found = _load(path)
    if isinstance(found, Mapping) and "cases" in found:
        found = found["cases"]
    studies = found if isinstance(found, list) else [found]
    if not studies:
        raise refuse("empty_file", f"{path}: there is no study. Give at least one.")
    faults: list[Fault] = []
    read: list[Study] = []
    for row, study in enumerate(studies, start=1):
        try:
            read.append(read_study(study, row=row))
        except BadData as bad:
            faults += bad.faults
    if faults:
        raise BadData(faults)
    return tuple(read)


def read_study(given: object, *, row: int = 1) -> Study:
    """One study from plain JSON values, in the conformance format.

    Parameters
    ----------
    given
        ``design``, ``phases`` (phases with ``label``, ``n`` and, if known, ``double_scored``; for
        multiple baseline and probe: tiers with ``tier``, ``phases``, ``start_session``,
        ``sessions`` and ``probe``), ``iv_manipulated``, ``data_available``, ``ioa``; where they
        apply ``across`` (what the tiers are), ``concurrent``, ``probe``, ``confound``,
        ``max_consecutive_same``, ``reviewer``.
        Other fields are not read, and named in ``Study.unread``.
    row
        The place of the study in its file, for the faults.

    Raises
    ------
    BadData
        With every fault found.
    """
    place = Place(row)
    if not isinstance(given, Mapping):
        raise refuse("not_a_study", "A study is an object with design and phases.", row=row)
    design = _design(given, place)
    tiers = read_tiers(given.get("phases"), design, place) if design else ()
    probe = read_probe(given.get("probe"), place, "probe")
    study_fields: dict[str, Any] = {
        "iv_manipulated": _yes_or_no(given, "iv_manipulated", place),
        "data_available": _yes_or_no(given, "data_available", place),
        "confound": _yes_or_no(given, "confound", place, default=False),
        "concurrent": _yes_or_no(given, "concurrent", place, default=None),
        "agreement": read_agreement(given.get("ioa"), place),
        "max_consecutive_same": place.whole(
            given.get("max_consecutive_same"), "max_consecutive_same", needed=False
        ),
        "recorded": _recorded(given.get("reviewer"), place),
        "across": _across(given.get("across"), design, place),
    }
    if design is Design.MULTIPLE_PROBE and not (probe or all(tier.probe for tier in tiers)):
        place.fault(
            "no_probe",
            "Say how the probes lie: probe with initial_overlap_points, points_just_before_start "
            "and probe_when_other_starts, for the study or for each tier.",
            "probe",
        )
    if place.faults or design is None:
        raise BadData(place.faults)
    unread = tuple(sorted(str(key) for key in given if key not in KNOWN))
    return Study(
        id=str(given.get("id", row)),
        design=design, tiers=tiers, probe=probe, unread=unread, **study_fields,
    )  # fmt: skip


def _load(path: Path) -> Any:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse("not_utf8", f"{path}: is not UTF-8 text. Save it as JSON in UTF-8.") from None
    if not text.strip():
        raise refuse("empty_file", f"{path}: the file is empty. Give at least one study.", row=1)
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        raise refuse(
            "not_json",
            f"{path}: is not JSON ({error.msg}). Mend it there.",
            row=error.lineno,
            column=str(error.colno),
        ) from None
    except RecursionError:
        raise refuse("not_json", f"{path}: is nested too deep to be a study.") from None
    except ValueError:
        raise refuse("not_json", f"{path}: a number has too many digits. Mend it.") from None
    return whole_letters(read, text)


def _design(given: Mapping[str, Any], place: Place) -> Design | None:
    try:
        return Design(str(given.get("design")))
    except ValueError:
        place.fault(
            "bad_design",
            f"{given.get('design')!r} is not a design. Use one of: {', '.join(Design)}.",
            "design",
        )
        return None


def _across(given: object, design: Design | None, place: Place) -> Across | None:
    if given is None:
        return None
    if design is not None and not design.tiered:
        text = f"Only tiers are across something, and a {design.replace('_', ' ')} design has none."
        place.fault("bad_across", text, "across")
        return None
    try:
        return Across(str(given))
    except ValueError:
        text = f"{given!r} is not one of: {', '.join(Across)}."
        place.fault("bad_across", text, "across")
        return None


_MUST_SAY = object()


def _yes_or_no(
    given: Mapping[str, Any], key: str, place: Place, default: object = _MUST_SAY
) -> object:
    answer = given.get(key)
    if answer is None and default is not _MUST_SAY:
        return default
    if not isinstance(answer, bool):
        place.fault("not_yes_or_no", f"Say true or false for {key}.", key)
    return answer


def _recorded(given: object, place: Place) -> tuple[Recorded, ...]:
    if given is None:
        return ()
    if not isinstance(given, Sequence) or isinstance(given, str):
        place.fault("bad_reviewer", "Give a list of decisions.", "reviewer")
        return ()
    read = []
    for number, entry in enumerate(given, start=1):
        words = entry if isinstance(entry, Mapping) else {}
        values = [words.get(key) for key in ("code", "decision", "by", "on")]
        if values[0] in REVIEWED and all(isinstance(v, str) and v for v in values):
            read.append(Recorded(*(str(value) for value in values)))
        else:
            place.fault(
                "bad_reviewer",
                f"Give code ({' or '.join(REVIEWED)}), decision, by and on, all as text.",
                f"reviewer[{number}]",
            )
    return tuple(read)
