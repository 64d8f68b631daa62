"""What no page sends: a form to a door for letters, a number that no row can have."""

import pytest
from django.core.exceptions import ValidationError
from django.http.request import RawPostDataException
from django.test import RequestFactory
from django.urls import reverse

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.people.models import Student
from kithwork.apps.ui.middleware import ReadableBody
from kithwork.apps.ui.typed import SeveralOf

pytestmark = pytest.mark.django_db
FOR_LETTERS = ("runs:log_letters", "safety:concern_letters", "api:devices", "api:observations")


@pytest.mark.parametrize("door", FOR_LETTERS)
def test_a_form_sent_to_a_door_for_letters_is_told(cast, client_for, door):
    """Whoever looks at the fields of a form has read it, and then no byte of it is left."""
    answer = client_for(cast.viewers[Role.PEER]).post(reverse(door), {"a": "b"})
    assert answer.status_code == 400
    assert answer.json()["sentence"] == "Send this as JSON, not as a form."


def test_no_other_fault_is_swallowed():
    door = ReadableBody(lambda _request: None)
    request = RequestFactory().post("/")
    assert door.process_exception(request, ValueError()) is None
    assert door.process_exception(request, RawPostDataException()).status_code == 400


@pytest.mark.parametrize("odd", ["9" * 40, str(2**63), "-1", "²", "1e3"])
def test_a_number_no_row_can_have_is_no_choice(cast, odd):
    field = SeveralOf(queryset=Student.objects.all())
    with pytest.raises(ValidationError):
        field.clean([str(cast.ada.pk), odd])
    assert list(field.clean([str(cast.ada.pk)])) == [cast.ada]
