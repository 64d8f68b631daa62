"""A study as a de-identified extract (security design, 4): random codes, shifted days, grade bands, no free text. Pure.

Codes and shifts are drawn for one release and kept nowhere: nobody can join two releases, or undo one.
"""

from __future__ import annotations

import json
import random
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.foundation.cells import as_csv
from kithwork.apps.studies.gathered import Gathered
from kithwork.apps.studies.limits import limit
from kithwork.apps.studies.models import Case, Study

COLUMNS = (
    "study_id", "grade_band", "outcome", "session", "phase", "value", "scale", "improvement", "minutes",
    "intervals", "goal", "date_shifted", "scored_twice", "agreement_pct",
)  # fmt: skip
ALL_BANDS = "all"


@dataclass(frozen=True, slots=True)
class Risk:
    """How well a case hides among the others: the smallest group that shares every mark, and what was widened for it.

    ``cases`` are people.
    """

    cases: int
    smallest: int
    needed: int
    has_bands: bool
    is_published: bool
    says: tuple[str, ...]

    @property
    def may_leave(self) -> bool:
        return self.cases > 0 and (self.is_published or self.smallest >= self.needed)

    def to_json(self) -> dict[str, Any]:
        return {
            "cases": self.cases, "smallest_group": self.smallest, "needed": self.needed,
            "grade_bands_shown": self.has_bands, "school_shown": False,
            "published_source": self.is_published, "may_leave": self.may_leave, "says": list(self.says),
        }  # fmt: skip


def risk_of(found: Gathered) -> Risk:
    """Bands are widened to one for all where a group would be too small; with too few cases nothing leaves."""
    cases = [case for case in found.cases if any(key[0] == case.pk for key in found.points)]
    needed, published = limit("smallest_group"), found.study.source == Study.Source.PUBLISHED
    # Tiers of one student are one person, however many there are.
    people = min(len(cases), 1) if found.study.is_of_one else len(cases)
    groups = Counter(case.band for case in cases)
    has_bands = people >= needed and set(groups) != {""} and min(groups.values()) >= needed
    smallest = min(groups.values()) if has_bands else people
    says = [found.says_gone] if found.says_gone else []
    if not has_bands:
        says.append(
            _("Grade bands are left out: a group of fewer than {n} would show.").format(n=needed)
        )
    says.append(
        _(
            "The school is not named, phases and outcomes bear letters, and nothing that somebody wrote is in it."
        )
    )
    if published:
        says.append(
            _(
                "The data are published, so nobody is given away who was not before. The rules are kept all the same."
            )
        )
    elif found.study.is_of_one:
        says.append(
            _("All tiers are one student's: whoever knows the school would know whose. Give the report instead.")
        )  # fmt: skip
    elif people < needed:
        says.append(
            _(
                "{n} cases: whoever knows the school could tell them apart. At least {m} are needed."
                " Give the report instead, or add cases."
            ).format(n=people, m=needed)
        )
    else:
        says.append(
            _("Each case shares every mark with at least {n} others.").format(n=smallest - 1)
        )
    return Risk(people, smallest, needed, has_bands, published, tuple(says))


def files_of(
    found: Gathered, risk: Risk, *, about: Mapping[str, str], chance: random.Random | None = None
) -> dict[str, bytes]:
    """The extract: CSV, JSON, codebook, risk report and a page about it."""
    draw = chance or secrets.SystemRandom()
    rows = _rows(found, risk, draw)
    table = [[row[name] for name in COLUMNS] for row in rows]
    book = codebook(found, risk)
    as_json = {
        "format": "kithwork-study-extract/1", "design": found.study.design, "rows": rows, "codebook": book,
    }  # fmt: skip
    return {
        "data.csv": as_csv(COLUMNS, table),
        "data.json": _json(as_json),
        "codebook.csv": as_csv(("variable", "code", "meaning"), [[*line] for line in book]),
        "risk.json": _json(risk.to_json()),
        "README.txt": ("\n".join([*about.values(), *risk.says]) + "\n").encode(),
    }


def _rows(found: Gathered, risk: Risk, draw: Any) -> list[dict[str, Any]]:
    phases, outcomes = (
        letters_of(found),
        {one.pk: f"O{n}" for n, one in enumerate(found.outcomes, start=1)},
    )
    cases = list(found.cases)
    draw.shuffle(cases)
    weeks = limit("days_shifted_at_most") // 7
    rows: list[dict[str, Any]] = []
    for place, case in enumerate(cases, start=1):
        if place == 1 or not found.study.is_of_one:
            whose = f"{draw.getrandbits(40):010x}"
            shift = timedelta(weeks=draw.choice([n for n in range(-weeks, weeks + 1) if n]))
        code = f"{whose}-{place}" if found.study.is_of_one else whose
        for outcome in found.outcomes:
            for point in found.points_of(case, outcome):
                rows.append({
                    "study_id": code, "grade_band": _band(case, risk), "outcome": outcomes[outcome.pk],
                    "session": point.session, "phase": phases[point.phase], "value": point.value,
                    "scale": outcome.scale, "improvement": outcome.improvement, "minutes": outcome.minutes,
                    "intervals": outcome.intervals, "goal": outcome.goal,
                    "date_shifted": (point.on + shift).isoformat() if point.on else None,
                    "scored_twice": int(point.is_twice), "agreement_pct": point.agreement_pct,
                })  # fmt: skip
    return rows


def _band(case: Case, risk: Risk) -> str:
    return case.band if risk.has_bands else ALL_BANDS


def letters_of(found: Gathered) -> dict[str, str]:
    """A letter for each phase label: the label itself is what somebody wrote. A is the baseline."""
    ordered = sorted(found.conditions, key=lambda one: not one.is_baseline)
    return {one.label: _letter(number) for number, one in enumerate(ordered)}


def _letter(number: int) -> str:
    return chr(65 + number) if number < 26 else f"P{number + 1}"


def codebook(found: Gathered, risk: Risk) -> Sequence[tuple[str, str, str]]:
    """What each variable and code means, without a word anybody wrote."""
    ordered = sorted(found.conditions, key=lambda one: not one.is_baseline)
    bands = ", ".join(sorted({_band(case, risk) for case in found.cases}))
    scale = _("Scale: {scale}. Better: {way}.")
    day = _(
        "The day, moved by whole weeks by one number for each case. Order of days within a case is kept;"
        " between cases only the session number tells it."
    )
    length = _("Length of a session, intervals in it, level aimed at. Empty: not said.")
    agreed = _("How well the two agreed, in percent. Empty: not worked out.")
    whose = _("Drawn by chance for this release. Nothing about a student is in it.")
    if found.study.is_of_one:
        whose += " " + _(
            "All tiers are of one student; the number behind the dash tells them apart."
        )
    lines = [
        ("study_id", "", whose),
        ("grade_band", bands, _("Grades, as wide as the risk report allows.")),
    ]
    for number, one in enumerate(found.outcomes, start=1):
        said = scale.format(scale=one.scale, way=one.improvement)
        lines.append(("outcome", f"O{number}", said))
    lines.append(("session", "", _("Number of the session in the study. The same for all cases.")))
    for number, condition in enumerate(ordered):
        name = _("Baseline") if condition.is_baseline else _("Condition {n}").format(n=number)
        lines.append(("phase", _letter(number), name))
    return [
        *lines,
        ("value", "", _("The score. Empty: a session without data, which is not zero.")),
        ("minutes, intervals, goal", "", length),
        ("date_shifted", "", day),
        ("scored_twice", "0, 1", _("1: two people scored it apart from each other.")),
        ("agreement_pct", "0 to 100", agreed),
    ]


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, allow_nan=False, ensure_ascii=False) + "\n").encode()
