"""JSON, one object a case: baseline A and treatment B in session order, with what is known of the measure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kithwork.evidence.batch import Case
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.files.choices import Choices
from kithwork.evidence.numeric import is_number
from kithwork.evidence.series import Scale, Series, value_fault

LISTS = ("cases", "series")


def read_json(text: str, choices: Choices | None = None) -> list[Case]:
    """The cases of a JSON file: a list of objects, or an object with ``cases`` (or ``series``).

    Each has ``A`` and ``B`` (scores in session order, null where there are no data), ``improvement``, and
    where known ``id``, ``case``, ``outcome``, ``scale``, ``observation_length`` (minutes), ``intervals``
    and ``goal``. What a case does not say is taken from ``choices``.

    Raises
    ------
    BadData
        With every fault: ``row`` is the place of the case in the list, counted from 1, ``column`` the field.
    """
    chosen = choices or Choices()
    faults: list[Fault] = []
    cases = []
    for row, fields in enumerate(objects(text), start=1):
        found = _case(row, fields, chosen)
        if isinstance(found, Case):
            cases.append(found)
        else:
            faults += found
    if faults:
        raise BadData(faults)
    return cases


def objects(text: str) -> list[Mapping[str, Any]]:
    """The objects of the list in a JSON file. Raises BadData when there is no such list."""
    read = json_of(text, "The file", in_place=True)
    if isinstance(read, dict):
        read = next((read[name] for name in LISTS if isinstance(read.get(name), list)), None)
    if not isinstance(read, list):
        raise refuse(
            "no_cases", "There is no list of cases. Give a list, or an object with 'cases'."
        )
    if not read:
        raise refuse("empty_file", "The list of cases is empty. Add at least one.")
    return read


def json_of(text: str, what: str = "This", *, in_place: bool = False) -> Any:
    """What a JSON text holds. Raises BadData with the line where it is none; ``what`` names it then.

    NaN is refused at once, or left ``in_place`` for a reader who can say where it stands.
    """
    if not text.strip():
        raise refuse("empty_file", f"{what} is empty. Write the JSON it should hold.", row=1)
    constant = float if in_place else _no_constant
    try:
        return whole_letters(json.loads(text, parse_constant=constant, parse_int=_whole), text)
    except json.JSONDecodeError as broken:
        raise refuse(
            "broken_json", f"{what} is no JSON: {broken.msg}. Mend it there.", row=broken.lineno
        ) from None
    except RecursionError:
        raise refuse("broken_json", f"{what} is nested too deeply.") from None


def whole_letters(read: Any, text: str) -> Any:
    """What was read from this text. Raises BadData where an escape is half a letter: nothing can write it again."""
    if "\\ud" in text.lower():
        try:
            json.dumps(read, ensure_ascii=False).encode()
        except UnicodeEncodeError as broken:
            half = f"\\u{ord(broken.object[broken.start]):04x}"
            row = text.lower()[: text.lower().index(half)].count("\n") + 1
            said = f"A text holds {half}, which is half a letter. Write the text again."
            raise refuse("broken_text", said, row=row) from None
    return read


def _no_constant(name: str) -> float:
    raise refuse("not_a_number", f"{name} is not a number. Use null where there are no data.")


def _whole(digits: str) -> float:
    """A whole number; one of more digits than any float holds is infinity, and refused in its place."""
    return int(digits) if len(digits) < 400 else float(digits)


def _case(row: int, fields: Any, choices: Choices) -> Case | list[Fault]:
    if not isinstance(fields, Mapping):
        return [Fault("not_a_case", "This is not an object with A and B.", row)]
    faults: list[Fault] = []
    improvement = fields.get("improvement", choices.improvement)
    if improvement not in ("increase", "decrease"):
        text = "Say which way is better: increase or decrease."
        faults.append(Fault("no_direction", text, row, "improvement"))
    scale = fields.get("scale", choices.scale) or Scale.OTHER
    if scale not in tuple(Scale):
        text = f"{scale!r} is not a scale. Use one of: {', '.join(Scale)}."
        faults.append(Fault("bad_scale", text, row, "scale"))
        scale = Scale.OTHER
    phases = [_scores(row, name, fields.get(name), Scale(scale), faults) for name in ("A", "B")]
    sessions: tuple[list[float], list[float]] = ([], [])
    if all(isinstance(fields.get(name), list) for name in ("A", "B")):
        sessions = _session_numbers(row, fields, phases, faults)
    numbers = {
        name: _number(row, name, fields.get(name, for_all), faults)
        for name, for_all in (
            ("observation_length", choices.minutes),
            ("intervals", choices.intervals),
            ("goal", choices.goal),
        )
    }
    for name in ("observation_length", "intervals"):
        value = numbers[name]
        if value is not None and value <= 0:
            faults.append(
                Fault(
                    "bad_length", f"{value:g} is not a length. Give a number above zero.", row, name
                )
            )
        elif name == "intervals" and value is not None and value != int(value):
            text = f"A session has no {value:g} intervals. Give a whole number."
            faults.append(Fault("bad_length", text, row, name))
    if faults:
        return faults
    names = (fields.get("id"), fields.get("case"), row)
    called = next(name for name in names if name is not None)
    return Case(
        id=str(called),
        baseline=_in_order(phases[0], sessions[0]),
        treatment=_in_order(phases[1], sessions[1]),
        improvement=str(improvement),
        outcome=str(fields.get("outcome") or ""),
        scale=Scale(scale),
        session_minutes=numbers["observation_length"],
        intervals=numbers["intervals"],
        goal=numbers["goal"],
    )


def _scores(
    row: int, name: str, given: Any, scale: Scale, faults: list[Fault]
) -> list[float | None]:
    if not isinstance(given, list):
        faults.append(Fault("no_column", f"There is no list of scores {name}.", row, name))
        return []
    kept: list[float | None] = []
    for place, value in enumerate(given, start=1):
        score = _number(row, f"{name}[{place}]", value, faults)
        fault = value_fault(score, scale)
        if fault:
            faults.append(Fault(fault[0], fault[1], row, f"{name}[{place}]"))
        kept.append(score)
    return kept


def _number(row: int, name: str, value: Any, faults: list[Fault]) -> float | None:
    if value is None:
        return None
    if not is_number(value):
        text = f"{value!r} is not a number. Use null where there are no data."
        faults.append(Fault("not_a_number", text, row, name))
        return None
    return float(value)


def series_from(fields: Mapping[str, Any], row: int = 1, choices: Choices | None = None) -> Series:
    """One case of such a file as a `Series`, with ``sessions_A`` and ``sessions_B`` where it has them.

    Raises BadData as `read_json` does.
    """
    case = _case(row, fields, choices or Choices())
    if not isinstance(case, Case):
        raise BadData(case)
    m, n = len(case.baseline), len(case.treatment)
    if not m + n:
        raise refuse(
            "empty_series", "There is no session. Give scores in A or B.", row=row, column="A"
        )
    before, after = map(sorted, _session_numbers(row, fields, (case.baseline, case.treatment), []))
    return Series(
        case=str(fields.get("case") or case.id),
        outcome=case.outcome,
        sessions=[*before, *after],
        values=[*case.baseline, *case.treatment],
        phases=["A"] * m + ["B"] * n,
        improvement="increase" if case.improvement == "increase" else "decrease",
        scale=Scale(case.scale),
        session_minutes=case.session_minutes,
        intervals=None if case.intervals is None else int(case.intervals),
        goal=case.goal,
        rows=[row] * (m + n),
    )


def _session_numbers(
    row: int, fields: Mapping[str, Any], phases: Sequence[Sequence[Any]], faults: list[Fault]
) -> tuple[list[float], list[float]]:
    """Session numbers of both phases, as they come; counted on where nothing is said."""
    m, n = map(len, phases)
    before = _sessions(row, "sessions_A", fields, range(1, m + 1), faults)
    last = math.floor(max(before, default=0.0))
    after = _sessions(row, "sessions_B", fields, range(last + 1, last + n + 1), faults)
    seen: set[float] = set()
    for name, numbers in (("sessions_A", before), ("sessions_B", after)):
        for place, session in enumerate(numbers, start=1):
            if session in seen:
                text = f"Session {session:g} of this case is there twice. Keep one of the two."
                faults.append(Fault("duplicate_session", text, row, f"{name}[{place}]"))
            seen.add(session)
    return before, after


def _in_order(scores: list[float | None], sessions: list[float]) -> list[float | None]:
    """Scores in the order of their sessions, whatever order the file has them in."""
    places = sorted(range(len(scores)), key=lambda place: sessions[place])
    return [scores[place] for place in places]


def _sessions(
    row: int, name: str, fields: Mapping[str, Any], counted: range, faults: list[Fault]
) -> list[float]:
    """Session numbers of a phase as given, or counted on where nothing is said."""
    given = fields.get(name)
    if given is None or given == []:
        return [float(session) for session in counted]
    if not isinstance(given, list) or len(given) != len(counted):
        text = f"{name} must be a list of {len(counted)} session numbers, one for each score."
        faults.append(Fault("lengths_differ", text, row, name))
        return []
    return [
        session
        for place, value in enumerate(given, start=1)
        if (session := _session(row, f"{name}[{place}]", value, faults)) is not None
    ]


def _session(row: int, name: str, value: Any, faults: list[Fault]) -> float | None:
    if value is None:
        faults.append(Fault("not_a_number", "A session needs a number.", row, name))
    return _number(row, name, value, faults)


def write_json(cases: Iterable[Case]) -> str:
    """Cases as JSON that `read_json` reads back, floats at full precision."""
    rows = []
    for case in cases:
        known = {
            "id": case.id,
            "outcome": case.outcome or None,
            "A": list(case.baseline),
            "B": list(case.treatment),
            "improvement": case.improvement,
            "scale": str(case.scale),
            "observation_length": case.session_minutes,
            "intervals": case.intervals,
            "goal": case.goal,
        }
        rows.append({name: value for name, value in known.items() if value is not None})
    return json.dumps({"cases": rows}, indent=1, allow_nan=False) + "\n"
