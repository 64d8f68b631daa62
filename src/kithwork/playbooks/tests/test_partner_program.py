"""What the forms of the peer partner program share: the checklist of the program, and the 23 skills of the course."""

import pytest

from kithwork.playbooks import shipped

FORMS = ["peer_partner_club", "peer_partner_period"]


@pytest.mark.parametrize("key", FORMS)
def test_the_program_is_looked_at_in_three_parts_once_a_term(key):
    fidelity = shipped()[key].fidelity
    of_program = [part.id for part in fidelity.parts if part.of == "program"]
    counts = [sum(item.part == part for item in fidelity.items) for part in of_program]
    assert counts == [9, 6, 15]
    # Yes of all items of a part: nothing about a program does not apply.
    assert not any(item.na_allowed for item in fidelity.items if item.part in of_program)
    assert any(look.by == "team" and look.every.unit == "term" for look in fidelity.looks)
    first = shipped()[FORMS[0]].fidelity
    asked = {one.id: one.text for one in fidelity.items if one.part in of_program}
    assert asked == {one.id: one.text for one in first.items if one.part in of_program}


@pytest.mark.parametrize("key", FORMS)
def test_the_23_skills_are_those_of_the_course(key):
    (own,), (course,) = shipped()[key].inventories, shipped()["course"].inventories
    assert (own.id, own.items, own.scale) == (course.id, course.items, course.scale)
    assert own.says == course.says
    assert "skill_inventory" in {one.id for one in shipped()[key].measures}
