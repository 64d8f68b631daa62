"""Whatever words a list holds, reading and comparing it ends in changes and sentences, never in an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.program_upload.needs import compare_needs
from kithwork.apps.integrations.program_upload.volunteers import compare_volunteers
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.peers.models import Volunteer

from .lists import need, offer, read

WORDS = st.one_of(
    st.sampled_from(
        [
            "", "Ada Okafor", "Okafor, Ada", "Ben Hollis", "Lena Brandt; Sora Ito", "N1", "Art",
            "art; science", "class", "lunch", "free", "1", "2-1", "1-6", "Period 2", "Lunch", "99",
            "=1+1", "tutor", "Buddy; tutor", "2026-09-01", "9/1/2026", "device", ";;", ",", "1E+05",
        ]
    ),
    st.text(max_size=30).filter(lambda text: "\x00" not in text and '"' not in text),
)  # fmt: skip
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def cells(columns):
    return st.dictionaries(st.sampled_from(columns), WORDS, max_size=6)


@QUICK
@given(rows=st.lists(cells([*list(need()), "Class", "Period", "Peers per session", "Minutes", "Would like to know", "Would rather not", "How asked", "From", "Until", "Student number"]),
       min_size=1, max_size=4))  # fmt: skip
def test_any_list_of_needs(cast, rows):
    try:
        out = compare_needs(read("needs", *(need() | row for row in rows)), cast.rosa)
    except FileRefused as refused:
        assert all(fault.sentence for fault in refused.faults)
        return
    assert all(fault.sentence and fault.line for fault in out.refused)
    assert len(out.refused) <= out.rows
    assert SupportNeed.objects.count() == 3


@QUICK
@given(rows=st.lists(cells([*list(offer()), "Minutes a week", "Sessions a week", "Partners", "Protected classes", "Would like to know", "Would rather not", "Student number"]),
       min_size=1, max_size=4))  # fmt: skip
def test_any_list_of_volunteers(cast, rows):
    try:
        out = compare_volunteers(read("volunteers", *(offer() | row for row in rows)), cast.rosa)
    except FileRefused as refused:
        assert all(fault.sentence for fault in refused.faults)
        return
    assert all(fault.sentence and fault.line for fault in out.refused)
    assert Volunteer.objects.count() == 3


@pytest.mark.parametrize("nasty", ["{0}", "{value.__class__}", "<b>x</b>", "%s", "{"])
def test_braces_in_a_name_are_only_a_name(cast, nasty):
    out = compare_needs(read("needs", need(full_name=nasty)), cast.rosa)
    assert nasty in out.refused[0].sentence
