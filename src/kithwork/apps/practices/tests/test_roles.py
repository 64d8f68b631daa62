"""Roles to share: found by place, grade and what a student brings; a school's own ideas beside them."""

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.practices.actions import role_idea as actions
from kithwork.apps.practices.models import RoleIdea
from kithwork.apps.practices.queries.roles import PLACE_OF, roles_page
from kithwork.apps.trail.models import TrailEntry
from kithwork.playbooks import reciprocal_roles

pytestmark = pytest.mark.django_db
YES = ("safe", "dignified", "both_ways")
PLACE = "/practices/roles/"
TYPED = {
    "name": "Tea round", "place": "class", "gives": "Pours the tea.", "minutes": "10",
    "receives": "Gets a cup, and pours the next day.", "grades": ["HS"], "brings": ["hands"],
    "whose": "student",
}  # fmt: skip


def frame(name="Tea round", **more):
    return actions.RoleFrame(
        **{"name": name, "place": "class", "grades": ("HS",), "gives": "Pours.",
           "receives": "Gets a cup.", "minutes": 5, **more}
    )  # fmt: skip


def text(answer):
    return answer.content.decode()


def test_every_place_of_the_library_can_be_looked_under():
    assert {role.setting for role in reciprocal_roles().roles} == set(PLACE_OF)


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"place": "sports"}, "Keep the score", "Save a seat at lunch"),
        ({"grade": "PK"}, "Greet people at the door", "Keep the score"),
        ({"brings": "device"}, "Report for the group", "Collect the balls"),
        ({"place": "sports", "brings": "numbers"}, "Keep the score", "Lead the warm-up"),
        ({"place": "nowhere"}, "Keep the score", "nothing"),
    ],
)
def test_a_filter_finds_roles(cast, asked, there, gone):
    names = [one.name for one in roles_page(cast.ines, asked).cards]
    assert there in names and gone not in names


def test_a_teachers_idea_is_there_for_the_whole_school_and_no_other(cast, client_for):
    ines = client_for(cast.ines)
    assert "Tea round" not in text(ines.get(PLACE))
    answer = ines.post(f"{PLACE}new/", TYPED | {"yes_to": YES})
    assert answer.status_code == 302
    page = roles_page(cast.tomas, {"brings": "hands"})
    assert page.cards[0].name == "Tea round" and page.own == 1
    shown = text(client_for(cast.tomas).get(PLACE))
    assert "Our school&#x27;s own" in shown or "Our school's own" in shown
    assert "A student&#x27;s idea" in shown
    assert "Tea round" not in [one.name for one in roles_page(cast.zed, {}).cards]
    assert TrailEntry.objects.get(verb="role_idea.add").detail == {"place": "class", "waits": False}


def test_an_aides_idea_waits_until_somebody_says_yes_to_all_three(cast, client_for):
    idea = actions.add_role_idea(frame(), yes_to=YES, by=cast.tomas)  # not theirs to say
    assert [one.name for one in roles_page(cast.rosa, {}).waiting] == ["Tea round"]
    assert "Tea round" not in [one.name for one in roles_page(cast.rosa, {}).cards]
    with pytest.raises(Refused):
        actions.look_at_role_idea(idea, yes_to=YES, by=cast.tomas)
    ines = client_for(cast.ines)
    answer = ines.post(f"{PLACE}{idea.pk}/look/", {"yes_to": YES[:2]})
    assert answer.status_code == 409 and "Can both of them give and receive?" in text(answer)
    assert ines.post(f"{PLACE}{idea.pk}/look/", {"yes_to": YES}).status_code == 302
    idea.refresh_from_db()
    assert idea.looked_by_id == cast.ines.user_id
    with pytest.raises(Problem, match="in use"):
        actions.look_at_role_idea(idea, yes_to=YES, by=cast.rosa)


def test_withdrawn_and_brought_back_nothing_is_lost(cast, client_for):
    idea = actions.add_role_idea(frame(), yes_to=YES, by=cast.ines)
    with pytest.raises(Refused):
        actions.withdraw_role_idea(idea, by=cast.tomas)
    client_for(cast.rosa).post(f"{PLACE}{idea.pk}/withdraw/")
    assert "Tea round" not in [one.name for one in roles_page(cast.tomas, {}).cards]
    assert [one.name for one in roles_page(cast.ines, {}).withdrawn] == ["Tea round"]
    actions.add_role_idea(frame(), yes_to=YES, by=cast.rosa)
    with pytest.raises(Problem, match="another name"):
        actions.bring_back_role_idea(idea, by=cast.ines)
    assert RoleIdea.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"gives": ""}, "What does one give?"),
        ({"name": "Keep the score"}, "another name"),
        ({"minutes": "0"}, "Minutes"),
        ({"gives": "The helper pours."}, "is a word we do not use"),
        ({"grades": []}, "For which grades?"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_kept(cast, client_for, wrong, said):
    answer = client_for(cast.ines).post(f"{PLACE}new/", TYPED | wrong)
    assert answer.status_code == 422 and said in text(answer)
    assert not RoleIdea.objects.exists()


@pytest.mark.parametrize("who", ["ben_viewer", "marta"])
def test_students_and_families_tell_their_idea_to_somebody(cast, client_for, who):
    assert client_for(getattr(cast, who)).post(f"{PLACE}new/", TYPED).status_code == 403
    with pytest.raises(Refused):
        actions.add_role_idea(frame(), by=getattr(cast, who))


def test_an_idea_is_said_better_from_its_own_words(cast, client_for):
    idea = actions.add_role_idea(frame(), by=cast.tomas)
    page = text(client_for(cast.tomas).get(f"{PLACE}new/?copy={idea.pk}"))
    assert 'value="Tea round"' in page
    assert client_for(cast.zed).get(f"{PLACE}new/?copy={idea.pk}").status_code == 404
