import pytest


@pytest.fixture(autouse=True)
def monday(frozen_now):
    """The cast's Monday morning, for each of these tests."""


@pytest.fixture(autouse=True)
def quarantine_folder(settings, tmp_path):
    settings.QUARANTINE = tmp_path / "quarantine"
    return settings.QUARANTINE
