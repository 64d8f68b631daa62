"""One evaluation of the demo's middle school: made-up answers of a grade that takes part and one that does not yet."""

from __future__ import annotations

from random import Random

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.evaluations import actions
from kithwork.apps.evaluations.file_read import read_sheet
from kithwork.apps.evaluations.models import Evaluation
from kithwork.apps.foundation.viewer import Role
from kithwork.demo.plan import HARLOW, SEED

FILE = "belonging-on-paper.csv"
# How many there are, and by how much they rise until the middle and the end. Made up, on a scale of 1 to 4.
GROUPS = {"treatment": (28, 0.15, 0.35), "comparison": (26, 0.05, 0.1)}
SCALES = {
    "Belonging": (
        "I have somebody to sit with",
        "I am part of my class",
        "Somebody asks me to join",
    ),
    "Helping": ("I know how to offer help", "I know how to ask for help"),
}
# Only some filled in the second sheet: too few to say anything of.
FEW, FEW_SCALE = 7, "Recess"


def compare_grades() -> Evaluation:
    """Two grades before, in the middle and after; somebody is away each time, and one scale has few answers."""
    held = Membership.objects.select_related("school", "district", "user").get(
        role=Role.COORDINATOR.value, school__name=HARLOW.name
    )
    frame = actions.EvaluationFrame(
        "Belonging in grades 6 and 7", Evaluation.Assigned.CHOSEN, False, Evaluation.Domain.BEHAVIOR
    )
    sheet = read_sheet(FILE, _csv(Random(f"{SEED} evaluation")))
    return actions.set_up_from_file(frame, sheet, by=viewer_of(held, held.user))


def _csv(draw: Random) -> str:
    rows = ["person,group,wave,scale,item,value"]
    for group, (many, middle, end) in GROUPS.items():
        for n in range(1, many + 1):
            person, usual = f"{group[0].upper()}{n:02}", draw.gauss(2.4, 0.5)
            for wave, rise in (("start", 0.0), ("middle", middle), ("end", end)):
                if n % 9 == len(wave) % 9:  # away that day
                    continue
                rows += _answers(draw, f"{person},{group},{wave}", usual + rise, n <= FEW)
    return "\n".join(rows) + "\n"


def _answers(draw: Random, whose: str, level: float, has_second: bool) -> list[str]:
    rows = []
    for scale, items in SCALES.items():
        said = [min(4.0, max(1.0, round(draw.gauss(level, 0.6)))) for _item in items]
        rows.append(f"{whose},{scale},,{sum(said) / len(said):.2f}")
        rows += [
            f"{whose},{scale},{item},{value:g}" for item, value in zip(items, said, strict=True)
        ]
    if has_second:
        rows.append(f"{whose},{FEW_SCALE},,{draw.uniform(1, 4):.2f}")
    return rows
