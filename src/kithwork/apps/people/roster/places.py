"""Which school of the file is which of ours."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from kithwork.apps.foundation.fault import FileRefused, fault_of
from kithwork.apps.people.roster.rows import At, Org, Roster
from kithwork.apps.people.roster.sentences import SENTENCES
from kithwork.apps.schools.models import School

HERE = "here"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided about a file: which school is theirs, and who is the same as whom."""

    org_id: str = ""
    only: bool = False
    merge: bool = False
    this_year: bool = False  # the file's terms are old: read its classes as the current year's

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(slots=True)
class Place:
    """One school of the file, and the school it is here; none yet when it will be made."""

    org: Org
    school: School | None

    @property
    def key(self) -> str:
        return self.org.source_id

    @property
    def is_new(self) -> bool:
        return self.school is None

    @property
    def name(self) -> str:
        return self.school.name if self.school else self.org.name


@dataclass(slots=True)
class Places:
    """Every school of the file that this import is about, by the file's own id."""

    by_org: dict[str, Place] = field(default_factory=dict)
    left_out: list[Org] = field(default_factory=list)

    def of(self, org_ids: tuple[str, ...]) -> Place | None:
        return next((self.by_org[i] for i in org_ids if i in self.by_org), None)

    def all_of(self, org_ids: tuple[str, ...]) -> list[Place]:
        return [self.by_org[i] for i in org_ids if i in self.by_org]


def find_places(roster: Roster, school: School, choices: Choices) -> Places:
    """Match the file's schools to ours: by remembered id, then by exact name, then by choice.

    Raises FileRefused when the chosen school is not in the file.
    """
    orgs = roster.schools
    ours = {s.pk: s for s in School.objects.filter(district_id=school.district_id)}
    matched = _matched(orgs, ours)
    mine = _mine(roster, orgs, school, choices, matched)
    places = Places()
    if mine is not None:
        matched = {org_id: s for org_id, s in matched.items() if s.pk != school.pk}
        matched[mine.source_id] = school
    for org in orgs:
        if org.source_id in matched and (not choices.only or org is mine):
            places.by_org[org.source_id] = Place(org, matched[org.source_id])
        elif not choices.only and roster.layout != "sheet":
            places.by_org[org.source_id] = Place(org, None)
        else:
            places.left_out.append(org)
    if not orgs:
        _held_places(places, roster, ours, school, choices)
    return places


def _matched(orgs: list[Org], ours: dict[int, School]) -> dict[str, School]:
    by_source = {s.source_id: s for s in ours.values() if s.source_id}
    by_name = {s.name.casefold(): s for s in ours.values()}
    matched: dict[str, School] = {}
    for org in orgs:
        found = by_source.get(org.source_id)
        if found is None:
            named = by_name.get(org.name.casefold())
            found = named if named and not named.source_id else None
        if found is not None and found not in matched.values():
            matched[org.source_id] = found
    return matched


def _mine(
    roster: Roster,
    orgs: list[Org],
    school: School,
    choices: Choices,
    matched: dict[str, School],
) -> Org | None:
    """The org of the school the import is for."""
    if choices.org_id:
        chosen = next((org for org in orgs if org.source_id == choices.org_id), None)
        if chosen is None and orgs:
            names = ", ".join(f"{org.source_id} {org.name}" for org in orgs)
            raise FileRefused(
                fault_of(SENTENCES, "unknown-org", value=choices.org_id, schools=names)
            )
        return chosen
    known = next((i for i, found in matched.items() if found.pk == school.pk), None)
    if known is not None:
        return next(org for org in orgs if org.source_id == known)
    if not orgs:
        return None
    if len(orgs) == 1 and roster.layout == "sheet":
        return orgs[0]
    if school.source_id and roster.source != "sheet":
        # This school has a roster under another id, and the file does not name it.
        names = ", ".join(f"{org.source_id} {org.name}" for org in orgs)
        raise FileRefused(fault_of(SENTENCES, "many-schools", count=len(orgs), schools=names))
    return next((org for org in orgs if org.source_id not in matched), None)


def _held_places(
    places: Places, roster: Roster, ours: dict[int, School], school: School, choices: Choices
) -> None:
    """A file of changes may name no school: then it is about the schools it once came from."""
    for held in ours.values():
        if not held.source_id or (choices.only and held.pk != school.pk):
            continue
        org = Org(at=At("", 0), source_id=held.source_id, name=held.name, kind="school")
        places.by_org[held.source_id] = Place(org, held)
