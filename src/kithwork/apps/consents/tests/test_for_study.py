"""Who may be in a file for a study: permission for research, and nobody who is heard said no to taking part."""

import pytest

from kithwork.apps.consents import actions
from kithwork.apps.consents.actions import FamilyAnswer
from kithwork.apps.consents.models import Answer, Purpose
from kithwork.apps.consents.permits import work_out
from kithwork.apps.consents.queries import for_a_study, require_research
from kithwork.apps.foundation.problem import Problem
from tests.cast import MONDAY, YEAR, give_permission, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def say(student, voice, said, until=YEAR[1], signer="Ida Berg"):
    """A line of the ledger about taking part."""
    signer = signer if voice == "guardian" else ""
    until = until if said == "yes" else None
    Answer.objects.create(
        school=student.school, student=student, purpose=Purpose.TAKE_PART, voice=voice, signer=signer,
        said=said, until=until, how="paper" if signer else "asked", said_on=YEAR[0],
    )  # fmt: skip
    work_out(student.school, [student.pk])


YES = [("guardian", "yes"), ("student", "yes")]


@pytest.mark.parametrize(
    ("lines", "may"),
    [
        pytest.param([], True, id="never asked to take part: a study has people to compare with"),
        pytest.param(YES, True, id="takes part"),
        pytest.param([("guardian", "yes", MONDAY.replace(day=1)), YES[1]], True, id="only ran out"),
        pytest.param([*YES, ("guardian", "taken_back")], False, id="taken back"),
        pytest.param([*YES, ("student", "no")], False, id="the student said no"),
        pytest.param([("guardian", "no")], False, id="no from the start"),
        pytest.param([*YES, ("guardian", "no", None, "Ola Berg")], False, id="one yes, one no"),
        pytest.param([*YES, ("student", "no"), ("student", "yes")], True, id="said yes again"),
    ],
)
def test_research_asks_for_its_own_yes_and_hears_a_no_to_taking_part(cast, lines, may):
    nia = make_student(cast.school, "Nia", "Berg", has_permission=False)
    for line in lines:
        say(nia, *line)
    assert for_a_study(cast.school, [nia.pk]) == set()
    give_permission([nia], "research")
    assert for_a_study(cast.school, [nia.pk, cast.ada.pk]) == ({nia.pk} if may else set())


def test_a_file_stops_with_a_number_and_no_name(cast):
    give_permission([cast.ada], "research")
    require_research([cast.ada.pk], by=cast.rosa)
    actions.write_down(
        cast.ada, FamilyAnswer({"take_part": "taken_back"}, "paper", signer="as on the form"), by=cast.rosa
    )  # fmt: skip
    with pytest.raises(Problem, match=r"^2 students have no permission for research today"):
        require_research([cast.ada.pk, cast.malik.pk], by=cast.rosa)
