import pytest
import time_machine

from kithwork.apps.accounts.models import User
from tests.cast import NOW, Cast


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(db):
    return Cast.build()


@pytest.fixture
def as_(client):
    """A client signed in as one of the cast."""

    def sign_in(viewer):
        client.force_login(User.objects.get(pk=viewer.user_id))
        session = client.session
        session["membership"] = viewer.membership_id
        session.save()
        return client

    return sign_in


@pytest.fixture(autouse=True)
def quarantine_folder(settings, tmp_path):
    settings.QUARANTINE = tmp_path / "quarantine"
    return settings.QUARANTINE
