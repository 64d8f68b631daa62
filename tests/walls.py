"""Tests that use a real server empty the database afterwards; the trail's wall comes down for that moment."""

from django.db import connections
from django.test import TransactionTestCase

from kithwork.apps.trail import wall


def let_tests_empty_the_database() -> None:
    """Wrap Django's clean-up after a transactional test, once."""
    original = TransactionTestCase._fixture_teardown
    if getattr(original, "lowers_the_wall", False):
        return

    def teardown(self: TransactionTestCase) -> None:
        names = self._databases_names(include_mirrors=False)
        for name in names:
            wall.lower_wall(connections[name])
        try:
            original(self)
        finally:
            for name in names:
                wall.raise_wall(connections[name])

    teardown.lowers_the_wall = True
    TransactionTestCase._fixture_teardown = teardown
