"""Trial observers: for programs alone. Nobody who looks at a page meets them."""

import pytest
from django.urls import reverse

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.accounts.queries import demo_places
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.observations.actions.trial import NAME, make_trial
from kithwork.apps.schools.models import District, School
from kithwork.apps.schools.policies import visible_schools

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial():
    return make_trial(2, by=Viewer.command())


def test_only_the_command_line_makes_them(cast):
    with pytest.raises(Refused):
        make_trial(1, by=cast.rosa)


def test_they_are_not_among_those_one_may_be_in_a_demo(settings, client, trial):
    settings.KITHWORK_DEMO = True
    district = District.objects.create(name="Demo", is_demo=True)
    school = School.objects.create(district=district, name="Harlow", is_demo=True)
    Membership.objects.create(
        user=User.objects.create_user(name="Dana"),
        role="coordinator",
        school=school,
        district=district,
    )
    assert [place.school for place in demo_places()] == [school]
    page = client.get(reverse("accounts:demo")).text
    assert "Dana" in page
    assert NAME not in page
    one = Membership.objects.filter(school_id=trial.school).first()
    client.post(reverse("accounts:demo"), {"person": one.pk})
    assert "_auth_user_id" not in client.session


def test_their_school_is_on_nobodys_page(cast, trial):
    for role in Role:
        seen = visible_schools(cast.viewers[role]).values_list("pk", flat=True)
        assert trial.school not in seen
    assert cast.school in visible_schools(cast.viewers[Role.SYSTEM_ADMINISTRATOR])


def test_more_are_made_in_the_same_school(trial):
    again = make_trial(1, by=Viewer.command())
    assert again.school == trial.school
    assert District.objects.filter(is_trial=True).count() == 1
