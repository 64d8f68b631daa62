"""What a list would do, line by line, before anything is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kithwork.apps.foundation.fault import Fault, Severity
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student

ADDED, CHANGED = "added", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a row would add or change, and how it is done."""

    kind: str
    student: Student
    what: str
    line: int
    do: Callable[[Viewer], object]


@dataclass(slots=True)
class Outcome:
    """Everything a list would do: changes, rows that are the same, rows not taken, teams joined."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)
    joins: list[Student] = field(default_factory=list)
    rows: int = 0

    @property
    def added(self) -> list[Change]:
        return [change for change in self.changes if change.kind == ADDED]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.kind == CHANGED]

    @property
    def refused(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.severity is Severity.ROW]

    @property
    def notices(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.severity is Severity.NOTICE]

    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "added": len(self.added),
            "changed": len(self.changed),
            "same": self.same,
            "refused": len(self.refused),
            "joined": len(self.joins),
        }
