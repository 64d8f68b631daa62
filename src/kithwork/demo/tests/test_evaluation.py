"""The demo's evaluation has something to read, something it may not say, and one scale too small to show."""

import pytest

from kithwork.apps.evaluations.queries import evaluation_page
from kithwork.demo import evaluation


@pytest.mark.django_db
def test_two_grades_with_a_scale_of_few(cast, monkeypatch):
    monkeypatch.setattr(evaluation, "HARLOW", cast.school)
    made = evaluation.compare_grades()
    page = evaluation_page(cast.pia, made)
    assert page.hides and page.has_middle and page.cautions
    shown = {row.title: row.end for row in page.rows if row.is_scale}
    assert set(shown) == {"Belonging", "Helping", "Recess"}
    assert shown["Belonging"].is_safe and not shown["Recess"].is_safe
    assert all(one.end.item.effect.value is not None for one in page.rows)
