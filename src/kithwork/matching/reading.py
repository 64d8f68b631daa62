"""Checks a parsed kithwork-matching/1 body, and builds the problem when nothing is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kithwork.matching.problem import (
    FREE,
    LUNCH,
    SCHEMA,
    SETTINGS,
    BadProblem,
    Need,
    Peer,
    Problem,
    Student,
)

# Generous walls: a district's largest school is a tenth of this.
MOST = {"days": 60, "periods": 60, "students": 50_000, "peers": 50_000, "needs": 50_000}
# Faults after this many are counted, not listed: a reader mends the first hundred first.
MOST_FAULTS = 200
LONGEST_SHOWN = 60


class Reader:
    """Walks the body once per part, collecting a sentence for each fault."""

    def __init__(self, body: object) -> None:
        self.faults: list[str] = []
        self.more = 0
        if not isinstance(body, dict):
            raise BadProblem(["The file must hold one JSON object."])
        self.body: dict[str, Any] = body
        self.slots = 0

    def fault(self, sentence: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(sentence)
        else:
            self.more += 1

    def problem(self) -> Problem:
        if self.body.get("schema") != SCHEMA:
            self.fault(f'schema: must be "{SCHEMA}", not {_said(self.body.get("schema"))}.')
        days = self._whole(self.body, "days", "the file", low=1, high=MOST["days"])
        periods = self._whole(self.body, "periods", "the file", low=1, high=MOST["periods"])
        self.slots = days * periods
        self.periods = periods
        if self.faults:
            raise BadProblem(self.faults)
        students = tuple(self._students())
        self.known = {student.id for student in students}
        peers = tuple(self._peers())
        self.offering = {peer.student for peer in peers}
        supervision = self._supervision()
        needs = tuple(self._needs(supervision))
        pairs = {
            key: self._pairs(key)
            for key in ("wants", "avoids", "do_not_pair", "peer_wants", "previous")
        }
        locks = tuple(self._locks({need.id: need for need in needs}))
        overlaps = tuple(self._overlaps())
        if self.more:
            self.faults.append(f"And {self.more} more faults.")
        if self.faults:
            raise BadProblem(self.faults)
        name = self.body.get("name")
        return Problem(
            days=days, periods=periods, students=students, peers=peers, needs=needs,
            supervision=supervision, locks=locks, overlaps=overlaps,
            name=name if isinstance(name, str) else "problem", **pairs,
        )  # fmt: skip

    # ---------------------------------------------------------------- parts

    def _list(self, key: str) -> list[Any]:
        rows = self.body.get(key, [])
        if not isinstance(rows, list | tuple):
            self.fault(f"{key}: must be a list.")
            return []
        if len(rows) > MOST.get(key, 500_000):
            self.fault(f"{key}: has {len(rows)} rows, more than a school holds.")
            return []
        return list(rows)

    def _rows(self, key: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each row that is an object with an id not met before."""
        seen: set[str] = set()
        for number, row in enumerate(self._list(key), 1):
            where = f"{key}, row {number}"
            if not isinstance(row, dict):
                self.fault(f"{where}: must be an object.")
                continue
            given = row.get(name)
            if not isinstance(given, str) or not given:
                self.fault(f"{where}: {name} must be a text that is not empty.")
                continue
            if given in seen:
                self.fault(f"{where}: {name} {_shown(given)} is there twice. Keep one of the two.")
                continue
            seen.add(given)
            yield f"{where} ({_shown(given)})", row

    def _students(self) -> Iterator[Student]:
        for where, row in self._rows("students", "id"):
            at = row.get("at")
            if not isinstance(at, list | tuple) or len(at) != self.slots:
                size = len(at) if isinstance(at, list | tuple) else "no"
                self.fault(
                    f"{where}: at must have {self.slots} places, one a slot, and has {size}."
                )
                continue
            if any(not (place is None or isinstance(place, str)) for place in at):
                self.fault(f'{where}: at may hold section ids, "{FREE}", "{LUNCH}" and null only.')
                continue
            yield Student(
                id=row["id"],
                grade=self._whole(row, "grade", where, low=-5, high=20),
                at=tuple(at),
                interests=self._texts(row, "interests", where),
                languages=self._texts(row, "languages", where),
            )

    def _peers(self) -> Iterator[Peer]:
        for where, row in self._rows("peers", "student"):
            if row["student"] not in self.known:
                self.fault(f"{where}: is not in the roster. Add the student, or remove the peer.")
            yield Peer(
                student=row["student"],
                roles=self._texts(row, "roles", where),
                max_sessions=self._whole(row, "max_sessions", where, low=0, high=1000),
                max_per_day=self._whole(row, "max_per_day", where, low=0, high=100),
                max_partners=self._whole(row, "max_partners", where, low=0, high=1000),
                max_lunch_days=None
                if row.get("max_lunch_days") is None
                else self._whole(row, "max_lunch_days", where, low=0, high=MOST["days"]),
            )

    def _supervision(self) -> dict[str, int]:
        given = self.body.get("supervision", {})
        if not isinstance(given, dict):
            self.fault("supervision: must be an object of group: sessions at once.")
            return {}
        return {key: self._whole(given, key, "supervision", low=0, high=100_000) for key in given}

    def _needs(self, supervision: dict[str, int]) -> Iterator[Need]:
        for where, row in self._rows("needs", "id"):
            before = len(self.faults) + self.more
            student = row.get("student")
            if not isinstance(student, str) or student not in self.known:
                self.fault(f"{where}: student {_said(student)} is not in the roster.")
            if row.get("setting") not in SETTINGS:
                self.fault(
                    f"{where}: setting must be class, free or lunch, not {_said(row.get('setting'))}."
                )
            if not isinstance(row.get("role"), str) or not row.get("role"):
                self.fault(f"{where}: role must be a text that is not empty.")
            section = row.get("section") or {"free": FREE, "lunch": LUNCH}.get(
                str(row.get("setting")), ""
            )
            if not isinstance(section, str) or not section:
                self.fault(f"{where}: a need in class must name its section.")
            group = row.get("supervision") or ""
            if not isinstance(group, str) or (group and group not in supervision):
                self.fault(
                    f"{where}: supervision group {_said(group)} is not listed under supervision."
                )
            low = self._whole(row, "min_peers", where, low=1, high=50, without=1)
            high = self._whole(row, "max_peers", where, low=1, high=50, without=max(low, 1))
            team = self._whole(row, "team_max", where, low=1, high=1000, without=1000)
            if high < low:
                self.fault(f"{where}: max_peers {high} is below min_peers {low}.")
            if team < low:
                self.fault(
                    f"{where}: team_max {team} is below min_peers {low}, so no session could be held."
                )
            slots = self._slots(row, where)
            sessions = self._whole(row, "sessions", where, low=1, high=1000)
            minutes = self._whole(row, "minutes", where, low=1, high=1000, without=30)
            if len(self.faults) + self.more == before:
                yield Need(
                    id=row["id"], student=row["student"], setting=row["setting"], section=section,
                    slots=slots, role=row["role"], sessions=sessions, min_peers=low, max_peers=high,
                    team_max=team, minutes=minutes, supervision=group,
                )  # fmt: skip

    def _slots(self, row: dict[str, Any], where: str) -> tuple[int, ...]:
        given = row.get("slots")
        if not isinstance(given, list | tuple):
            self.fault(f"{where}: slots must be a list of slot numbers.")
            return ()
        for slot in given:
            if not _is_whole(slot) or not 0 <= slot < self.slots:
                self.fault(
                    f"{where}: slot {_said(slot)} is out of range; slots run from 0 to {self.slots - 1}."
                )
                return ()
        if len(set(given)) != len(given):
            self.fault(f"{where}: a slot is listed twice.")
        return tuple(sorted(set(given)))

    def _pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        pairs = []
        for number, row in enumerate(self._list(key), 1):
            if (
                not isinstance(row, list | tuple)
                or len(row) != 2
                or not all(isinstance(one, str) for one in row)
            ):
                self.fault(f"{key}, row {number}: must be two student ids.")
                continue
            unknown = [one for one in row if one not in self.known]
            for one in unknown:
                self.fault(f"{key}, row {number}: unknown student {_shown(one)}.")
            if not unknown:
                pairs.append((row[0], row[1]))
        return tuple(pairs)

    def _locks(self, needs: dict[str, Need]) -> Iterator[tuple[str, int, str]]:
        for number, row in enumerate(self._list("locks"), 1):
            where = f"locks, row {number}"
            if not isinstance(row, list | tuple) or len(row) != 3:
                self.fault(f"{where}: must be a need, a slot and a peer.")
                continue
            need, slot, peer = row
            if not isinstance(need, str) or need not in needs:
                self.fault(f"{where}: there is no need {_said(need)}.")
            elif not _is_whole(slot) or slot not in needs[need].slots:
                self.fault(
                    f"{where}: slot {_said(slot)} is not one of need {_shown(need)}'s slots."
                )
            elif not isinstance(peer, str) or peer not in self.offering:
                self.fault(f"{where}: {_said(peer)} is not a peer.")
            else:
                yield need, slot, peer

    def _overlaps(self) -> Iterator[tuple[int, int]]:
        for number, row in enumerate(self._list("overlaps"), 1):
            sound = (
                isinstance(row, list | tuple)
                and len(row) == 2
                and all(_is_whole(one) for one in row)
            )
            if not sound or not all(0 <= one < self.periods for one in row) or row[0] == row[1]:
                self.fault(
                    f"overlaps, row {number}: must be two different periods from 0 to {self.periods - 1}."
                )
                continue
            yield min(row), max(row)

    # ---------------------------------------------------------------- values

    def _whole(
        self,
        row: dict[str, Any],
        key: str,
        where: str,
        *,
        low: int,
        high: int,
        without: int | None = None,
    ) -> int:
        value = row.get(key, without)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(f"{where}: {_shown(key)} must be a whole number, not {_said(value)}.")
            return low
        if value < low:
            said = "below zero" if value < 0 <= low else f"below {low}"
            self.fault(f"{where}: {_shown(key)} is {_said(value)}, {said}.")
            return low
        if value > high:
            self.fault(f"{where}: {_shown(key)} is {_said(value)}, above {high}.")
            return high
        return value

    def _texts(self, row: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
        given = row.get(key, [])
        if not isinstance(given, list | tuple) or any(not isinstance(one, str) for one in given):
            self.fault(f"{where}: {key} must be a list of texts.")
            return ()
        return tuple(given)


def _shown(text: str) -> str:
    """A text as a sentence can carry it: short, and without signs a terminal would act on."""
    short = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return "".join(sign if sign.isprintable() else "?" for sign in short)


def _said(value: object) -> str:
    """Any value as a sentence can carry it; a text in quotes."""
    return f"'{_shown(value)}'" if isinstance(value, str) else _shown(repr(value))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
