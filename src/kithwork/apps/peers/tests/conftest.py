import pytest


@pytest.fixture(autouse=True)
def monday(frozen_now):
    """The cast's Monday morning, for each of these tests."""
