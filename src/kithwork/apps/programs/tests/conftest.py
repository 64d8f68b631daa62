"""One program of Maple Street School, and short ways to set its scene."""

from datetime import date

import pytest

from kithwork.apps.programs import actions
from tests.cast import MONDAY

DAY = MONDAY


def decide(program, key, by, **values):
    program.refresh_from_db()
    return actions.decide(program, key, values, version=program.version, by=by)


def decide_everything(cast, program):
    """All twelve decisions but the faculty's and the approvals."""
    rosa = cast.rosa
    decide(program, "purpose", rosa, purposes=["inclusion"], purpose="Everybody has company.")
    decide(
        program, "name", rosa, name="Side by Side", name_chosen_how="A vote.", is_name_decided=True
    )
    decide(program, "form", rosa, form="club", practices=["peer_partner_club"])
    decide(program, "who", rosa, grades=["07"], students_planned=4, peers_planned=3, who="")
    weeks = {"inclusive_class": 6, "inclusive_event": 8, "community": 0, "special_ed_room": 0}
    decide(program, "time", rosa, weeks=weeks, time_note="")
    decide(
        program, "staff", rosa, job_descriptions="Sponsors lead.", coverage="The aide covers.",
        monitor=cast.ines_staff, schedule_owner=cast.tomas_staff, survey_on=date(2026, 12, 10),
    )  # fmt: skip
    line = actions.ResourceLine("cost", "Snacks", "$20 a month", "Parents' group", cast.ines_staff)
    actions.add_resource(program, line, by=rosa)
    decide(program, "resources", rosa, budget_line="General budget 100-55")
    decide(program, "communication", rosa, tell_general="Monday mail.", tell_special="Meeting.", tell_leaders="Report.")  # fmt: skip
    decide(program, "measures", rosa, measures=["peers_met"], measures_note="")
    decide(program, "recognition", rosa, recognition=["celebration"], recognition_note="")
    program.refresh_from_db()
    return program


def seat_team(cast, program):
    """Rosa coordinates, Ines is deputy, Sora sits there as a student, and a grandmother."""
    rosa = cast.rosa
    first = actions.add_member(
        program, actions.Who(staff=cast.rosa_staff), seat="special_educator", by=rosa
    )
    second = actions.add_member(
        program, actions.Who(staff=cast.ines_staff), seat="general_educator", by=rosa
    )
    student = actions.add_member(program, actions.Who(student=cast.sora), seat="student", by=rosa)
    family = actions.add_member(program, actions.Who(name="Nana Brandt"), seat="family", by=rosa)
    actions.say_part(first, part="coordinator", by=rosa)
    actions.say_part(second, part="deputy", by=rosa)
    return [first, second, student, family]


def give(program, by, *keys, on=DAY):
    for key in keys:
        said = actions.Said("given", on, "Pia Lindqvist", "Folder 12")
        actions.say_approval(program, key, said, by=by)


WORDS = actions.Words(
    name="Side by Side",
    purpose="We eat lunch, play and make things together.",
    who="Everybody in grade 7.",
    when="Tuesdays at lunch, in the library.",
    ask="Ask Ms. Alvarez in room 12.",
)
WORDS_ES = actions.Words(
    name="Lado a lado",
    purpose="Almorzamos, jugamos y hacemos cosas juntos.",
    who="Todos los de séptimo grado.",
    when="Los martes en el almuerzo, en la biblioteca.",
    ask="Pregunta a la maestra Alvarez, salón 12.",
)


@pytest.fixture
def program(cast, frozen_now):
    """Begun today under a working name."""
    return actions.start_program("Lunch together", by=cast.rosa)
