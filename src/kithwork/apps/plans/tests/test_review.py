"""The review page's reads: few queries, every view, and sentences short enough to read."""

from __future__ import annotations

import pytest
from django.http import Http404

from kithwork.apps.needs.models import Wish
from kithwork.apps.plans.queries import cell_chips, draft_or_404, need_panel, review_page
from kithwork.apps.plans.queries.review import VIEWS, Filters
from kithwork.apps.plans.tests.planning import balanced, need_id
from kithwork.apps.plans.tests.test_edit import open_need, short_of_peers
from kithwork.apps.plans.wording import Names, why_open
from tests.cast import CANARIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

CODES = [
    "no_time", "no_more_times", "student_busy", "supervision_full", "none_there", "none_trained",
    "none_may_pair", "none_free_then", "none_under_partner_limit", "none_lunch_left", "none_load_left",
    "tight",
]  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_made_with_few_queries_and_nothing_private(
    cast, view, django_assert_max_num_queries
):
    pk = balanced(cast.rosa).pk
    with django_assert_max_num_queries(10):
        page = review_page(draft_or_404(cast.rosa, pk), Filters(view=view))

    assert (page.met, page.total, page.shown) == (3, 3, 7)
    assert page.pips == [True] * 3
    assert not [word for word in CANARIES.values() if word in repr(page)]


def test_only_a_proven_best_is_called_the_best(cast):
    draft = balanced(cast.rosa)
    assert draft.plan["status"] == "optimal"
    assert "No plan gives more time together" in review_page(draft, Filters()).subtitle

    draft.plan = {**draft.plan, "status": "bounded", "gap": 0.012}
    said = review_page(draft, Filters()).subtitle
    assert "No plan gives more" not in said
    assert "At most 1.2% more could be possible." in said


def test_a_person_and_open_needs_can_be_looked_for(cast):
    draft = short_of_peers(cast)

    malik = review_page(draft, Filters(who="malik stone"))
    still_open = review_page(draft, Filters(open_only=True))

    assert malik.shown == 2
    assert still_open.shown == 2
    assert all(chip.is_open for row in still_open.rows for cell in row.cells for chip in cell.chips)
    assert still_open.open_students == 1


def test_a_cell_holds_its_own_chips(cast):
    draft = balanced(cast.rosa)

    chips = cell_chips(draft, Filters(), 0, 0)

    assert [chip.names for chip in chips] == ["Ada & Ben"]


def test_another_schools_draft_is_not_there(cast):
    draft = balanced(cast.rosa)
    with pytest.raises(Http404):
        draft_or_404(cast.zed, draft.pk)


@pytest.mark.parametrize("value", [1, 14])
@pytest.mark.parametrize("code", CODES)
def test_why_a_need_is_open_fits_in_twenty_five_words(cast, code, value):
    draft = short_of_peers(cast)
    names, need = Names(draft), open_need(draft)

    words = why_open(need, code, value, names)

    assert 3 < len(words.split()) <= 25
    assert need not in words
    assert "1 peers" not in words


def test_an_open_need_is_said_with_names_and_numbers(cast):
    draft = short_of_peers(cast)

    panel = need_panel(draft, open_need(draft))

    assert panel.person.called == "Ada"
    assert all(
        "%" not in fix.title and draft.ask.people["students"].keys().isdisjoint(fix.title.split())
        for fix in panel.fixes
    )


def test_the_fairness_card_names_who_has_no_time_and_counts_wishes_that_could_come_true(cast):
    Wish.objects.create(student=cast.malik, other=cast.ada, kind=Wish.Kind.WOULD_LIKE)
    draft = balanced(cast.rosa)
    said = review_page(draft, Filters()).fair
    assert "Every student has time together." in said
    assert "1 of 1 are with somebody they asked for, of those who could be." in said
    assert "1 more asked for somebody who has not volunteered or is never there." in said

    ada = [need_id(draft, need) for need in (cast.ada_art, cast.ada_lunch)]
    draft.sessions = [row for row in draft.sessions if row["need"] not in ada]
    assert "1 student has no time together yet: Ada." in review_page(draft, Filters()).fair
