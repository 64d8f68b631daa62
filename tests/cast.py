"""Maple Street School: the same people in every test.

Rosa coordinates, Tomas is a paraprofessional who facilitates, Ines teaches, Ada and
Malik are focus students, Ben and Sora are peers, Marta is Ada's mother, Pia is the
principal, and Zed coordinates another school and must never see anything of this one.

`Cast.build()` makes the school, its calendar, sections, needs and volunteers;
everybody is reachable by name: `cast.rosa` is a Viewer, `cast.ada` a Student.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.consents.models import Answer, Permit, Purpose
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.needs.models import DoNotPair, PreferenceCard, SupportNeed, Wish
from kithwork.apps.peers.models import PeerWish, Volunteer
from kithwork.apps.people.models import (
    Access,
    Enrolment,
    Guardian,
    Guardianship,
    Meeting,
    Section,
    Staff,
    Student,
    Teaching,
)
from kithwork.apps.runs.models import Participant, PlaybookCopy, Run
from kithwork.apps.schools.models import (
    BellSchedule,
    BellSlot,
    CalendarDay,
    District,
    School,
    SchoolYear,
    Term,
)
from kithwork.apps.training.models import Certificate
from kithwork.playbooks import shipped

# The cast's Monday. Tests that need "today" freeze the clock here (14:30 UTC is 9:30 at school).
MONDAY = date(2026, 11, 9)
NOW = "2026-11-09T14:30:00+00:00"
YEAR = (date(2026, 8, 31), date(2027, 6, 11))
PERIODS = [
    ("1", time(8, 10), time(9, 0), "class"),
    ("2", time(9, 5), time(9, 55), "class"),
    ("3", time(10, 0), time(10, 50), "class"),
    ("Lunch", time(10, 55), time(11, 35), "lunch"),
    ("4", time(11, 40), time(12, 30), "class"),
    ("5", time(12, 35), time(13, 25), "class"),
]
# Words that occur nowhere else: wherever one shows, something private leaked.
CANARIES = {
    "need": "brinjaltea",
    "wish": "quokkavale",
    "avoid": "zephyrmoss",
    "do_not_pair": "obsidianfern",
    "card": "tamarindkite",
}

# The same, of what only those who run the program read: who signed, what was said of a candidate, a card that is
# not approved yet, and how a time was for somebody.
STAFF_WORDS = {
    "signer": "wrenhollow",
    "paper": "maplequince",
    "nomination": "juniperdrift",
    "choice": "cobaltheron",
    "draft_card": "saffronlarch",
    "parting": "larkspurtern",
    "friend": "Thistlewick",
}

# What no student may read of another, nor a family of other people's children, planted by the house tests
# (trust, section 2): who they are on paper, where a program meets, who else is paired, what adults write down.
LENS = {
    "number": "zq77031",
    "own_words": "vermilionreed",
    "section": "Marlowquartz",
    "room": "Cedarglyph",
    "pair": "Wilhelmina",
    "partner": "Thaddeus",
    "concern": "umberlattice",
    "why_not": "hazelcipher",
    "behaviour": "larkvexel",
    "goal": "fennelorbit",
    "measure": "saltmirror",
}


def make_user(name: str, *, email: str | None = None) -> User:
    return User.objects.create_user(
        email=email or f"{name.split()[0].lower()}@school.test", name=name
    )


def make_viewer(user: User, role: Role, school: School | None, district: District) -> Viewer:
    membership = Membership.objects.create(
        user=user, role=role.value, school=school, district=district
    )
    return viewer_of(
        Membership.objects.select_related("school", "district").get(pk=membership.pk), user
    )


def make_school(name: str = "Maple Street School", *, cycle: list[str] | None = None) -> School:
    district = District.objects.create(name=f"District of {name}")
    school = School.objects.create(district=district, name=name, cycle=cycle or [])
    year = SchoolYear.objects.create(
        school=school, name="2026-27", starts_on=YEAR[0], ends_on=YEAR[1]
    )
    Term.objects.create(year=year, name="Fall", starts_on=YEAR[0], ends_on=date(2027, 1, 22))
    schedule = BellSchedule.objects.create(year=year, name="Regular", is_regular=True)
    BellSlot.objects.bulk_create(
        BellSlot(schedule=schedule, label=label, starts_at=start, ends_at=end, kind=kind)
        for label, start, end, kind in PERIODS
    )
    _fill_calendar(school, year, schedule)
    return school


def _fill_calendar(school: School, year: SchoolYear, schedule: BellSchedule) -> None:
    days, opened = [], 0
    for offset in range((YEAR[1] - YEAR[0]).days + 1):
        on = YEAR[0] + timedelta(days=offset)
        if on.weekday() > 4:
            continue
        cycle_day = school.cycle[opened % len(school.cycle)] if school.cycle else on.strftime("%a")
        days.append(
            CalendarDay(year=year, on=on, is_open=True, cycle_day=cycle_day, schedule=schedule)
        )
        opened += 1
    CalendarDay.objects.bulk_create(days)


def make_student(
    school: School,
    first: str,
    last: str = "",
    *,
    grade: str = "07",
    has_permission: bool = True,
    **fields: Any,
) -> Student:
    student = Student.objects.create(
        school=school, first_name=first, last_name=last, grade=grade, **fields
    )
    if has_permission:
        give_permission([student])
    return student


def give_permission(students: Iterable[Student], purpose: str = Purpose.TAKE_PART) -> None:
    """The family's paper and the student's own yes, to the end of the year."""
    rows = list(students)
    given = {"purpose": purpose, "said": "yes", "said_on": YEAR[0], "until": YEAR[1]}
    Answer.objects.bulk_create(
        Answer(school_id=one.school_id, student=one, **given, **voice)
        for one in rows
        for voice in (
            {"voice": "guardian", "signer": "as on the form", "how": "paper"},
            {"voice": "student", "mode": "speech", "how": "asked"},
        )
    )
    Permit.objects.bulk_create(Permit(student=one, purpose=purpose, until=YEAR[1]) for one in rows)


def give_mastery(students: Iterable[Student], *subjects: str) -> None:
    """Mastery on record since the start of the year, to its end: role:buddy, practice:peer_network."""
    Certificate.objects.bulk_create(
        Certificate(student=one, subject=subject, given_on=YEAR[0], until=YEAR[1])
        for one in students
        for subject in subjects
    )


def make_section(
    school: School, title: str, label: str, students: list[Student], teacher: Staff | None = None
) -> Section:
    section = Section.objects.create(school=school, title=title, room="12")
    section.terms.set(Term.objects.filter(year__school=school))
    Meeting.objects.create(section=section, label=label)
    Enrolment.objects.bulk_create(
        Enrolment(section=section, student=student) for student in students
    )
    if teacher:
        Teaching.objects.create(section=section, staff=teacher)
    return section


def make_playbook_copy(key: str = "cwpt") -> PlaybookCopy:
    """The text a run of a shipped practice keeps."""
    playbook = shipped()[key]
    copy, _ = PlaybookCopy.objects.get_or_create(
        digest=playbook.digest,
        defaults={
            "playbook": playbook.id,
            "version": playbook.version,
            "name": playbook.name,
            "text": playbook.text,
        },
    )
    return copy


def make_run(
    cast: Cast, name: str = "Spelling in Art", *, students: list[Student] = (), **fields: Any
) -> Run:
    """A running class run of Ines's Art class, or whatever `fields` say instead."""
    given = {
        "school": cast.school,
        "scope": Run.Scope.CLASS,
        "section": cast.art,
        "facilitator": cast.ines_staff,
        "starts_on": MONDAY,
        "ends_on": MONDAY + timedelta(days=32),
        "status": Run.Status.ACTIVE,
        **fields,
    }
    if "playbook" not in given:
        given["playbook"] = make_playbook_copy()
    run = Run.objects.create(name=name, **given)
    make_participants(run, students)
    return run


def make_participants(run: Run, students: list[Student], role: str = "") -> list[Participant]:
    return [
        Participant.objects.create(run=run, student=student, role=role, joined_on=run.starts_on)
        for student in students
    ]


@dataclass
class Cast:
    """Everybody, by name."""

    school: School
    other_school: School
    people: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def viewers(self) -> dict[Role, Viewer]:
        """One viewer for each of the twelve roles, all of Maple Street School."""
        return self.__dict__["people"]["by_role"]

    @classmethod
    def build(cls) -> Cast:
        cast = cls(make_school(), make_school("Birch Road School"))
        _add_adults(cast)
        _add_students(cast)
        _add_rest_of_the_roles(cast)
        _add_needs(cast)
        return cast


def _add_adults(cast: Cast) -> None:
    school, people = cast.school, cast.people
    for key, first, last, role in [
        ("rosa", "Rosa", "Alvarez", Role.COORDINATOR),
        ("tomas", "Tomas", "Novak", Role.PARAPROFESSIONAL),
        ("ines", "Ines", "Carvalho", Role.GENERAL_EDUCATOR),
        ("pia", "Pia", "Lindqvist", Role.SCHOOL_ADMINISTRATOR),
        ("tess", "Tess", "Okoro", Role.PLANNING_TEAM),
        ("sven", "Sven", "Hagen", Role.RELATED_SERVICE_PROVIDER),
    ]:
        user = make_user(f"{first} {last}")
        staff = Staff.objects.create(
            school=school, first_name=first, last_name=last, user=user, email=user.email
        )
        people[f"{key}_staff"] = staff
        people[key] = make_viewer(user, role, school, school.district)
    zed = make_user("Zed Zimmer")
    people["zed"] = make_viewer(
        zed, Role.COORDINATOR, cast.other_school, cast.other_school.district
    )


def _add_students(cast: Cast) -> None:
    school, people = cast.school, cast.people
    for key, first, last, grade in [
        ("ada", "Ada", "Okafor", "07"),
        ("malik", "Malik", "Stone", "07"),
        ("ben", "Ben", "Hollis", "07"),
        ("sora", "Sora", "Ito", "08"),
        ("lena", "Lena", "Brandt", "07"),
    ]:
        people[key] = make_student(school, first, last, grade=grade, number=f"N{len(people)}")
    learners = [people[key] for key in ("ada", "malik", "ben", "sora", "lena")]
    people["art"] = make_section(school, "Art", "1", learners, people["ines_staff"])
    people["science"] = make_section(school, "Science", "2", learners[:3], people["ines_staff"])
    people["elsewhere"] = make_student(cast.other_school, "Yuri", "Elsewhere")


def _add_rest_of_the_roles(cast: Cast) -> None:
    school, people = cast.school, cast.people
    ben_user, ada_user = make_user("Ben Hollis"), make_user("Ada Okafor")
    Student.objects.filter(pk=people["ben"].pk).update(user=ben_user)
    Student.objects.filter(pk=people["ada"].pk).update(user=ada_user)
    people["ben_viewer"] = make_viewer(ben_user, Role.PEER, school, school.district)
    people["ada_viewer"] = make_viewer(ada_user, Role.FOCUS_STUDENT, school, school.district)
    marta_user = make_user("Marta Okafor")
    marta = Guardian.objects.create(
        school=school, first_name="Marta", last_name="Okafor", user=marta_user
    )
    Guardianship.objects.create(guardian=marta, student=people["ada"], is_active=True)
    people["marta"] = make_viewer(marta_user, Role.FAMILY, school, school.district)
    people["dora"] = make_viewer(
        make_user("Dora Dunn"), Role.DISTRICT_ADMINISTRATOR, None, school.district
    )
    people["rafi"] = make_viewer(make_user("Rafi Cohen"), Role.RESEARCHER, None, school.district)
    people["sys"] = make_viewer(
        make_user("Sys Root"), Role.SYSTEM_ADMINISTRATOR, None, school.district
    )
    people["by_role"] = {
        people[key].role: people[key]
        for key in (
            "rosa", "tess", "ines", "tomas", "sven", "ben_viewer",
            "ada_viewer", "marta", "pia", "dora", "rafi", "sys",
        )
    }  # fmt: skip
    for viewer in (people["rosa"], people["tomas"]):
        Access.objects.create(
            user_id=viewer.user_id,
            student=people["ada"],
            depth=Depth.PLAN,
            reason="You are on Ada's team.",
            because=f"people.team:{people['ada'].pk}",
            from_on=YEAR[0],
            until_on=YEAR[1],
        )
    Access.objects.create(
        user_id=people["rosa"].user_id,
        student=people["malik"],
        depth=Depth.PLAN,
        reason="You are on Malik's team.",
        because=f"people.team:{people['malik'].pk}",
        from_on=YEAR[0],
        until_on=YEAR[1],
    )


def _add_needs(cast: Cast) -> None:
    people = cast.people
    ada, malik, ben, sora, lena = (people[key] for key in ("ada", "malik", "ben", "sora", "lena"))
    people["ada_art"] = SupportNeed.objects.create(
        student=ada, place="class", section=people["art"], role="buddy", times_a_week=3, minutes=30,
        brings=CANARIES["need"],
    )  # fmt: skip
    people["ada_lunch"] = SupportNeed.objects.create(
        student=ada, place="lunch", role="buddy", times_a_week=2, min_peers=1, max_peers=2
    )
    people["malik_science"] = SupportNeed.objects.create(
        student=malik, place="class", section=people["science"], role="tutor", times_a_week=2
    )
    Wish.objects.create(student=ada, other=ben, kind=Wish.Kind.WOULD_LIKE)
    Wish.objects.create(student=ada, other=lena, kind=Wish.Kind.RATHER_NOT)
    PreferenceCard.objects.create(
        student=ada, how_asked="device", help_i_do_not_like=CANARIES["card"]
    )
    first, second = sorted([malik, sora], key=lambda student: student.pk)
    DoNotPair.objects.create(
        first=first,
        second=second,
        reason=CANARIES["do_not_pair"],
        by_id=people["rosa"].user_id,
        since=YEAR[0],
    )
    people["ben_volunteer"] = Volunteer.objects.create(
        student=ben, roles=["buddy", "tutor"], max_sessions=5, max_per_day=2, weekly_minutes=180
    )
    people["sora_volunteer"] = Volunteer.objects.create(
        student=sora, roles=["buddy"], max_sessions=3
    )
    people["lena_volunteer"] = Volunteer.objects.create(
        student=lena, roles=["buddy", "tutor"], max_sessions=3
    )
    PeerWish.objects.create(volunteer=people["ben_volunteer"], other=ada)
