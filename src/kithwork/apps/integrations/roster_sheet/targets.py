# ruff: noqa: E501  — a table: one target a line reads better than wrapped ones
"""What a column may mean, and the headings by which people call it. Nothing else can be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kithwork.apps.integrations.files.sentences import gettext_noop as _

ROSTER, NEEDS, VOLUNTEERS = "roster", "needs", "volunteers"


@dataclass(frozen=True, slots=True)
class Target:
    key: str
    label: str
    called: tuple[str, ...]  # normalised headings: letters and digits only


def _target(key: str, label: str, called: str) -> Target:
    return Target(key, label, tuple(called.split()))


STUDENT = (
    _target(
        "student_number",
        _("Student number"),
        "studentnumber studentno studentnum studentid stuid stunumber sid otherid id idnumber localid localstudentid schoolid9 permid lasid studentlocalid numerodeestudiante numeroestudiante matricula iddelestudiante",
    ),
    _target(
        "first_name",
        _("First name"),
        "firstname first fname givenname forename studentfirstname studentfirst legalfirstname nombre nombres primernombre",
    ),
    _target(
        "last_name",
        _("Last name"),
        "lastname last lname surname familyname studentlastname studentlast legallastname apellido apellidos primerapellido",
    ),
    _target(
        "full_name",
        _("Full name"),
        "name fullname student studentname lastfirst lastnamefirstname namelastfirst displayname studentdisplay pupil nombrecompleto alumno estudiante apellidosynombres",
    ),
    _target(
        "preferred_name",
        _("Preferred name"),
        "preferredname preferredfirstname preferred nickname goesby calledname alias nombrepreferido apodo",
    ),
    _target(
        "grade",
        _("Grade"),
        "grade gradelevel gr grd gradelvl yearlevel yeargroup studentgrade currentgrade grado curso nivel",
    ),
)
ROSTER_TARGETS = (
    *STUDENT,
    _target(
        "school",
        _("School"),
        "school schoolname schoolid building campus entity site escuela plantel",
    ),
    _target(
        "homeroom",
        _("Homeroom"),
        "homeroom hr homeroomteacher homeroomname advisory advisor registration salonhogar grupo tutoria",
    ),
    _target(
        "lunch",
        _("Lunch wave"),
        "lunchwave lunchperiod lunchgroup lunchshift lunchblock turnodealmuerzo",
    ),
    _target(
        "languages",
        _("Languages"),
        "languages language homelanguage primarylanguage nativelanguage idioma idiomas lengua",
    ),
    _target(
        "section_id",
        _("Class number (one of a kind)"),
        "sectionid classid classnumber sectionsisid sectionref classref classkey iddeclase",
    ),
    _target(
        "section_number",
        _("Section number (within a course)"),
        "sectionnumber section sec sectionno coursesection seccion",
    ),
    _target(
        "course",
        _("Course number"),
        "coursenumber courseid coursecode courseno crsno codigodelcurso",
    ),
    _target(
        "class_name",
        _("Class name"),
        "classname class course coursename coursetitle coursedesc coursedescription sectionname classtitle crsname clase materia asignatura nombredelaclase",
    ),
    _target(
        "period",
        _("Period"),
        "period periods expression per prd hour block periodname periodstart pd mods meets schedule periodo hora bloque",
    ),
    _target(
        "term",
        _("Term"),
        "term termname termid semester trm quarter periodoescolar semestre trimestre",
    ),
    _target(
        "teacher_name",
        _("Teacher"),
        "teacher teachername instructor teacherdisplay teacher1 primaryteacher staffname teacherlastfirst maestro maestra profesor profesora docente",
    ),
    _target(
        "teacher_email",
        _("Teacher's e-mail"),
        "teacheremail staffemail instructoremail teacheremailaddress correodelmaestro correodelprofesor",
    ),
    _target("room", _("Room"), "room roomname roomnumber rm location classroom salon aula"),
)
WISHES = (
    _target(
        "would_like",
        _("Would like to know"),
        "wouldlike wouldliketoknow wishes wish wants wantstobewith friends likes wouldlikepartner quisieraconocer legustaria",
    ),
    _target(
        "rather_not",
        _("Would rather not"),
        "rathernot wouldrathernot avoid notwith avoids doesnotwant preferiblementeno noquiere",
    ),
)
NEEDS_TARGETS = (
    *STUDENT,
    _target("place", _("Place"), "place where setting location lugar donde"),
    _target(
        "class_name",
        _("Class"),
        "class classname course section sectionid classnumber clase materia",
    ),
    _target("period", _("Period"), "period periods per block hour periodo"),
    _target("role", _("Role of the peer"), "role peerrole kindofsupport support rol papel"),
    _target(
        "times_a_week",
        _("Times a week"),
        "timesaweek timesperweek times sessionsperweek sessionsaweek frequency perweek vecesporsemana veces",
    ),
    _target("peers", _("Peers per session"), "peerspersession peers numberofpeers companeros"),
    _target("minutes", _("Minutes"), "minutes minutespersession length duration minutos"),
    _target(
        "brings", _("What the student brings"), "brings whatthestudentbrings strengths gives aporta"
    ),
    _target(
        "how_asked", _("How they were asked"), "howasked asked howtheywereasked comosepregunto"
    ),
    _target("starts_on", _("From"), "from startson starts startdate begins desde"),
    _target("ends_on", _("Until"), "until endson ends enddate hasta"),
    *WISHES,
)
VOLUNTEER_TARGETS = (
    *STUDENT,
    _target("roles", _("Roles they are ready for"), "roles role readyfor peerroles papeles"),
    _target(
        "weekly_minutes",
        _("Minutes a week"),
        "minutesaweek weeklyminutes minutesperweek maxminutes minutosporsemana",
    ),
    _target(
        "max_sessions",
        _("Sessions a week, at most"),
        "sessionsaweek sessionsperweek maxsessions sessions timesaweek timesperweek sesionesporsemana",
    ),
    _target(
        "max_per_day",
        _("Sessions a day, at most"),
        "sessionsaday sessionsperday maxperday dailycap perday pordia",
    ),
    _target(
        "max_partners", _("Partners, at most"), "partners maxpartners numberofpartners companeros"
    ),
    _target(
        "max_lunch_days",
        _("Lunches a week, at most"),
        "lunchesaweek lunches lunchesperweek maxlunches lunchdays lunchdaysaweek almuerzosporsemana",
    ),
    _target(
        "protected_classes",
        _("Classes they protect"),
        "protectedclasses protected protect notduring ownlearning clasesprotegidas",
    ),
    *WISHES,
)
TARGETS = {ROSTER: ROSTER_TARGETS, NEEDS: NEEDS_TARGETS, VOLUNTEERS: VOLUNTEER_TARGETS}

# Period 1 class, P1 teacher, 1st hour, Block A room: the label and what the column holds.
PERIOD_WORDS = r"(?:period|periodo|per|prd|pd|p|block|bloque|blk|hour|hora|hr|mod)"
PARTS = {
    "": "class", "class": "class", "course": "class", "coursename": "class", "subject": "class", "clase": "class", "materia": "class",
    "teacher": "teacher", "instructor": "teacher", "maestro": "teacher", "profesor": "teacher",
    "room": "room", "rm": "room", "location": "room", "salon": "room", "aula": "room",
}  # fmt: skip
WIDE_FORMS = (
    re.compile(rf"^{PERIOD_WORDS}[\s_.#-]*(\d{{1,2}}[a-z]?|[a-h])[\s_.:-]*([a-z ]*)$"),
    re.compile(rf"^(\d{{1,2}})(?:st|nd|rd|th)\s*{PERIOD_WORDS}[\s_.:-]*([a-z ]*)$"),
)
WIDE_TARGET = re.compile(r"^(class|teacher|room)@(.{1,20})$")


def normal(heading: str) -> str:
    """Letters and digits only, small, without accents."""
    plain = unicodedata.normalize("NFKD", heading)
    return "".join(c for c in plain.lower() if c.isalnum() and not unicodedata.combining(c))


def last_part(heading: str) -> str:
    """`student.lastName` and `[01]Student_Number` are called by what comes after."""
    return re.split(r"[.\]]", heading.strip())[-1] or heading


def wide_target(heading: str) -> str:
    """`class@3` for `Period 3 class`; empty when it is no column of one period."""
    for part in (heading, last_part(heading)):
        text = " ".join(part.replace("_", " ").lower().split())
        for form in WIDE_FORMS:
            found = form.match(text)
            if found and (holds := PARTS.get(normal(found[2]))):
                return f"{holds}@{found[1].upper()}"
    return ""


def is_target(key: str, purpose: str) -> bool:
    """May a column of this purpose be read as that?"""
    if purpose == ROSTER and WIDE_TARGET.match(key):
        return True
    return any(target.key == key for target in TARGETS[purpose])


def guess_target(heading: str, purpose: str) -> tuple[str, float]:
    """The likely meaning of a heading, and how sure: 1 is a name we know, 0 is nothing."""
    name, tail = normal(heading), normal(last_part(heading))
    if not name:
        return "", 0.0
    for target in TARGETS[purpose]:
        if name in target.called or tail in target.called:
            return target.key, 1.0
    if purpose == ROSTER and (wide := wide_target(heading)):
        return wide, 1.0
    for target in TARGETS[purpose]:
        if any(len(word) > 5 and word in name for word in target.called):
            return target.key, 0.5
    return "", 0.0
