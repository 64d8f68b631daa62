"""The demo's study stands as if it had been run: sealed first, going on, with something still needed."""

import pytest

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.studies.chance import holds
from kithwork.apps.studies.queries import guard_page
from kithwork.demo import studies


@pytest.mark.django_db
def test_a_study_half_way_with_both_seals(cast, monkeypatch):
    monkeypatch.setattr(studies, "HARLOW", cast.school)
    made = studies.begin_study()
    assert all(holds(one) for one in made.seals.all())
    assert made.seals.count() == 2
    held = Membership.objects.select_related("user", "school", "district").get(
        role=Role.COORDINATOR.value, school=cast.school
    )
    page = guard_page(viewer_of(held, held.user), made, None)
    (check,) = page.checks
    assert any(needed.needs and needed.reachable for needed in check.needed)
    assert [line.gaps for line in page.lines if line.gaps] == ["4"]
