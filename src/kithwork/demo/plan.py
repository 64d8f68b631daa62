"""What each demo school is like: its size, its day, its courses. Data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bell:
    label: str
    starts: str
    ends: str
    kind: str = "class"


@dataclass(frozen=True)
class SchoolPlan:
    """One made-up school."""

    name: str
    students: int
    grades: tuple[str, ...]
    cycle: tuple[str, ...]
    core: tuple[str, ...]
    electives: tuple[str, ...]
    elective_periods: tuple[str, ...]
    free_share: float
    regular: tuple[Bell, ...]
    delay: tuple[Bell, ...]
    assembly: tuple[Bell, ...]
    coordinator: tuple[str, str]
    cohort: int = 25


HARLOW = SchoolPlan(
    name="Harlow Middle School",
    students=300,
    grades=("06", "07", "08"),
    cycle=("A", "B"),
    core=("English", "Math", "Science", "Social Studies"),
    electives=("Art", "Music", "PE", "Spanish"),
    elective_periods=("5", "6"),
    free_share=0.2,
    regular=(
        Bell("Homeroom", "7:50", "8:05", "other"),
        Bell("1", "8:10", "9:00"),
        Bell("2", "9:05", "9:55"),
        Bell("3", "10:00", "10:50"),
        Bell("4", "10:55", "11:40"),
        Bell("Lunch", "11:45", "12:25", "lunch"),
        Bell("5", "12:30", "13:20"),
        Bell("6", "13:25", "14:15"),
    ),
    delay=(
        Bell("Homeroom", "9:50", "10:00", "other"),
        Bell("1", "10:05", "10:35"),
        Bell("2", "10:40", "11:10"),
        Bell("3", "11:15", "11:45"),
        Bell("Lunch", "11:50", "12:20", "lunch"),
        Bell("4", "12:25", "12:55"),
        Bell("5", "13:00", "13:35"),
        Bell("6", "13:40", "14:15"),
    ),
    assembly=(
        Bell("Homeroom", "7:50", "8:05", "other"),
        Bell("1", "8:10", "8:55"),
        Bell("2", "9:00", "9:45"),
        Bell("3", "9:50", "10:35"),
        Bell("4", "10:40", "11:25"),
        Bell("Lunch", "11:30", "12:10", "lunch"),
        Bell("5", "12:15", "13:00"),
        Bell("Assembly", "13:05", "14:15", "other"),
    ),
    coordinator=("Dana", "Rivera"),
)

WESTFIELD = SchoolPlan(
    name="Westfield High School",
    students=1000,
    grades=("09", "10", "11", "12"),
    cycle=("1", "2", "3", "4", "5", "6"),
    core=("English", "Math", "Science", "History"),
    electives=("Art", "Band", "PE", "Spanish", "Computing", "Theatre"),
    elective_periods=("6", "7", "8"),
    free_share=0.3,
    regular=(
        Bell("1", "7:25", "8:09"),
        Bell("2", "8:13", "8:57"),
        Bell("3", "9:01", "9:45"),
        Bell("4", "9:49", "10:33"),
        Bell("5", "10:37", "11:57"),
        Bell("Lunch A", "10:37", "11:07", "lunch"),
        Bell("Lunch B", "11:27", "11:57", "lunch"),
        Bell("6", "12:01", "12:45"),
        Bell("7", "12:49", "13:33"),
        Bell("8", "13:37", "14:21"),
    ),
    delay=(
        Bell("1", "9:25", "9:53"),
        Bell("2", "9:57", "10:25"),
        Bell("3", "10:29", "10:57"),
        Bell("5", "11:01", "12:21"),
        Bell("Lunch A", "11:01", "11:31", "lunch"),
        Bell("Lunch B", "11:51", "12:21", "lunch"),
        Bell("4", "12:25", "12:51"),
        Bell("6", "12:55", "13:21"),
        Bell("7", "13:25", "13:51"),
        Bell("8", "13:55", "14:21"),
    ),
    assembly=(
        Bell("1", "7:25", "8:03"),
        Bell("2", "8:07", "8:45"),
        Bell("Assembly", "8:50", "9:45", "other"),
        Bell("3", "9:49", "10:33"),
        Bell("5", "10:37", "11:57"),
        Bell("Lunch A", "10:37", "11:07", "lunch"),
        Bell("Lunch B", "11:27", "11:57", "lunch"),
        Bell("6", "12:01", "12:45"),
        Bell("7", "12:49", "13:33"),
        Bell("8", "13:37", "14:21"),
    ),
    coordinator=("Grace", "Lindholm"),
)

ALDER = SchoolPlan(
    name="Alder Lane Elementary",
    students=80,
    grades=("KG", "01", "02", "03", "04", "05"),
    cycle=(),
    core=("Reading", "Math", "Science"),
    electives=("Art", "Music", "PE"),
    elective_periods=("Specials",),
    free_share=0.0,
    regular=(
        Bell("Morning meeting", "8:20", "8:40", "other"),
        Bell("1", "8:45", "9:45"),
        Bell("2", "9:50", "10:40"),
        Bell("Recess", "10:45", "11:10"),
        Bell("Lunch", "11:15", "11:50", "lunch"),
        Bell("3", "11:55", "12:45"),
        Bell("Specials", "12:50", "13:40"),
        Bell("Choice time", "13:45", "14:20"),
    ),
    delay=(
        Bell("Morning meeting", "10:20", "10:30", "other"),
        Bell("1", "10:35", "11:10"),
        Bell("Lunch", "11:15", "11:50", "lunch"),
        Bell("2", "11:55", "12:25"),
        Bell("3", "12:30", "13:00"),
        Bell("Specials", "13:05", "13:40"),
        Bell("Choice time", "13:45", "14:20"),
    ),
    assembly=(
        Bell("Morning meeting", "8:20", "8:40", "other"),
        Bell("1", "8:45", "9:45"),
        Bell("Assembly", "9:50", "10:40", "other"),
        Bell("Recess", "10:45", "11:10"),
        Bell("Lunch", "11:15", "11:50", "lunch"),
        Bell("3", "11:55", "12:45"),
        Bell("Specials", "12:50", "13:40"),
        Bell("Choice time", "13:45", "14:20"),
    ),
    coordinator=("Ruth", "Amoah"),
    cohort=14,
)

SCHOOLS = (HARLOW, WESTFIELD, ALDER)
DISTRICT = "Harlow Valley Schools (demo)"
SEED = 20260907
