"""Pairs and teams for a whole class: drawn by the practice's rule, explained, judged, mended for a day.

>>> from datetime import date
>>> from kithwork.matching.classwide import PALS, ClassQuestion, Student, draw, violations
>>> students = tuple(Student(str(place), rank=place) for place in range(1, 25))
>>> question = ClassQuestion(students, on=date(2026, 3, 2), rules=PALS)
>>> drawn = draw(question, seed=1)
>>> drawn.groups[0].members, drawn.groups[11].members
(('1', '13'), ('12', '24'))
>>> list(violations(question, drawn))
[]

`draw` finds a draw and says what gave way, `violations` judges one without the engine, `why_for_students`
and `why_for_staff` say why, `for_today` and `arrive` mend a day, `swap` and `place` are a person's hand,
`redraw` draws again around what stays. Files are in `classwide.files`.
"""

from kithwork.matching.classwide.answer import GIVES_WAY, ByHand, Draw, Group, Left, Relaxed
from kithwork.matching.classwide.by_hand import Changed, keeping, place, redraw, swap
from kithwork.matching.classwide.check import Violation, violations
from kithwork.matching.classwide.draw import draw
from kithwork.matching.classwide.faults import faults_of
from kithwork.matching.classwide.question import (
    CWPT,
    CWPT_PASSAGES,
    PALS,
    ClassQuestion,
    Past,
    Rules,
    Student,
)
from kithwork.matching.classwide.today import Change, Day, arrive, for_today
from kithwork.matching.classwide.why import Why, why_for_staff, why_for_students
from kithwork.matching.problem import BadProblem

__all__ = [
    "CWPT",
    "CWPT_PASSAGES",
    "GIVES_WAY",
    "PALS",
    "BadProblem",
    "ByHand",
    "Change",
    "Changed",
    "ClassQuestion",
    "Day",
    "Draw",
    "Group",
    "Left",
    "Past",
    "Relaxed",
    "Rules",
    "Student",
    "Violation",
    "Why",
    "arrive",
    "draw",
    "faults_of",
    "for_today",
    "keeping",
    "place",
    "redraw",
    "swap",
    "violations",
    "why_for_staff",
    "why_for_students",
]
