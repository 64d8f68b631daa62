"""What stands in the rail, for each role. A door that is not built yet is not shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation.viewer import Role


@dataclass(frozen=True, slots=True)
class Item:
    """One word in the rail: its icon and the name of its page."""

    label: str | Promise
    icon: str
    url_name: str


MY_WEEK = Item(_("My week"), "calendar-days", "home:my_week")
MY_SAY = Item(_("My say"), "message-circle", "home:my_say")
ME = Item(_("Me"), "user", "home:me")
LEARN = Item(_("Learn"), "book-open", "training:learn")
PEER_CARE = Item(_("Peer care"), "heart-handshake", "care:peer_care")
TRAINING = Item(_("Training"), "graduation-cap", "training:training")
COURSES = Item(_("Courses"), "school", "courses:courses")
TODAY = Item(_("Today"), "sun", "home:today")
PLAN = Item(_("Plan"), "calendar-days", "plans:plan")
PEOPLE = Item(_("People"), "users", "people:people")
SESSIONS = Item(_("Sessions"), "circle-play", "runs:sessions")
PRACTICES = Item(_("Practices"), "book-open", "practices:practices")
PROGRESS = Item(_("Progress"), "chart-line", "progress:progress")
VOICES = Item(_("Voices"), "message-square-quote", "reflections:voices")
FAMILIES = Item(_("Families"), "house", "consents:permissions")
PERMISSIONS = Item(_("Permissions"), "circle-check", "consents:mine")
FINDING = Item(_("Finding peers"), "user-plus", "recruiting:pool")
NAME = Item(_("Name a student"), "user-plus", "recruiting:choose_student")
ABOUT_ME = Item(_("About me"), "user", "about_me:mine")
PARTNERS = Item(_("My partners"), "users", "about_me:partners")
DO_YOU_WANT = Item(_("Do you want to?"), "message-circle", "consents:mine")
OBSERVE = Item(_("Observe"), "eye", "observations:observe")
OBSERVATIONS = Item(_("Observations"), "clipboard-list", "observations:set_up")
MY_CLASSES = Item(_("My classes"), "school", "people:classes")
MY_STUDENTS = Item(_("My students"), "users", "people:people")
SCHOOL = Item(_("School"), "building-2", "schools:school")
SCHOOLS = Item(_("Schools"), "building-2", "schools:schools")
TRAIL = Item(_("Trail"), "scroll-text", "trail:trail")
ACCESS = Item(_("Access"), "key-round", "accounts:access")
PROGRAM = Item(_("Program"), "layers", "programs:programs")
PROGRAMS = Item(_("What was decided"), "layers", "programs:programs")
HOW_IT_GOES = Item(_("Program"), "layers", "home:how_it_goes")
QUALITY = Item(_("Quality"), "clipboard-list", "home:quality")
REPORTS = Item(_("Reports"), "file-text", "home:reports")
HOW = Item(_("How the program goes"), "chart-line", "home:how_it_goes")
EVENTS = Item(_("Events"), "flag", "events:events")
SAFETY = Item(_("Safety"), "shield", "safety:safety")
SIGN_IN = Item(_("Sign-in for students"), "door-open", "entrances:windows")
CONCERN = Item(_("Write down a concern"), "flag", "safety:report")
TELL = Item(_("Tell an adult"), "life-buoy", "safety:report")
WEEK = Item(_("Week"), "calendar-days", "home:today")
MY_DAY = Item(_("My day"), "sun", "home:today")
STUDIES = Item(_("Studies"), "clipboard-list", "studies:studies")
EVALUATIONS = Item(_("Evaluations"), "chart-line", "evaluations:evaluations")
FRIENDSHIPS = Item(_("Friendships"), "users", "friendships:friendships")
READINGS = Item(_("Graphs to read"), "chart-line", "studies:own_readings")

NAVIGATION: dict[Role, tuple[Item, ...]] = {
    Role.COORDINATOR: (TODAY, PLAN, PEOPLE, SESSIONS, PRACTICES, PROGRESS, VOICES, FAMILIES),
    Role.PLANNING_TEAM: (TODAY, PROGRAM, PLAN, PEOPLE),
    Role.GENERAL_EDUCATOR: (TODAY, MY_CLASSES, SESSIONS, PRACTICES, PROGRESS),
    Role.PARAPROFESSIONAL: (TODAY, OBSERVE, MY_STUDENTS, SESSIONS, LEARN),
    Role.RELATED_SERVICE_PROVIDER: (TODAY, OBSERVE, MY_STUDENTS, SESSIONS, LEARN),
    Role.PEER: (TODAY, MY_WEEK, LEARN, ME),
    Role.FOCUS_STUDENT: (MY_DAY, MY_SAY, ABOUT_ME, ME),
    Role.FAMILY: (WEEK, PERMISSIONS, ABOUT_ME),
    Role.SCHOOL_ADMINISTRATOR: (TODAY, HOW_IT_GOES, QUALITY, REPORTS),
    Role.DISTRICT_ADMINISTRATOR: (TODAY, SCHOOLS, STUDIES, ACCESS),
    Role.RESEARCHER: (STUDIES,),
    Role.SYSTEM_ADMINISTRATOR: (TODAY, SCHOOLS),
}

# Under the name: settings of the school for those who run the program.
UNDER_THE_NAME: dict[Role, tuple[Item, ...]] = {
    Role.COORDINATOR: (
        PROGRAM,
        HOW,
        QUALITY,
        REPORTS,
        FINDING,
        PEER_CARE,
        TRAINING,
        COURSES,
        OBSERVE,
        OBSERVATIONS,
        STUDIES,
        EVALUATIONS,
        FRIENDSHIPS,
        EVENTS,
        SIGN_IN,
        SCHOOL,
        TRAIL,
        SAFETY,
        CONCERN,
    ),
    Role.SCHOOL_ADMINISTRATOR: (
        PEOPLE,
        SESSIONS,
        PRACTICES,
        SCHOOL,
        TRAIL,
        PROGRAMS,
        PROGRESS,
        FAMILIES,
        PEER_CARE,
        TRAINING,
        VOICES,
        COURSES,
        STUDIES,
        EVALUATIONS,
        EVENTS,
        SAFETY,
        CONCERN,
    ),
    Role.PLANNING_TEAM: (EVALUATIONS,),
    Role.GENERAL_EDUCATOR: (
        TRAINING,
        LEARN,
        VOICES,
        COURSES,
        OBSERVE,
        READINGS,
        FRIENDSHIPS,
        EVENTS,
        SIGN_IN,
        NAME,
        CONCERN,
    ),
    Role.PARAPROFESSIONAL: (TRAINING, COURSES, READINGS, FRIENDSHIPS, EVENTS, CONCERN),
    Role.RELATED_SERVICE_PROVIDER: (
        TRAINING,
        COURSES,
        READINGS,
        FRIENDSHIPS,
        EVENTS,
        CONCERN,
    ),
    Role.PEER: (PARTNERS, ABOUT_ME, DO_YOU_WANT, TELL),
    Role.FOCUS_STUDENT: (PARTNERS, LEARN, DO_YOU_WANT, TELL),
}


def items_for(role: Role, path: str) -> list[dict[str, object]]:
    """The role's items that have a page, with the one the person is on marked."""
    return _marked(NAVIGATION[role], path)


def under_the_name(role: Role, path: str) -> list[dict[str, object]]:
    return _marked(UNDER_THE_NAME.get(role, ()), path)


def _marked(items: tuple[Item, ...], path: str) -> list[dict[str, object]]:
    doors = []
    for item in items:
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        doors.append({"label": item.label, "icon": item.icon, "url": url})
    inside = [door for door in doors if door["url"] != "/" and path.startswith(str(door["url"]))]
    here = max(inside, key=lambda door: len(str(door["url"])), default=None)
    for door in doors:
        door["is_current"] = door is here or (here is None and door["url"] == path)
    return doors
