"""Sociometry: the conformance classes, paths against brute force, and what is never told."""

from __future__ import annotations

from dataclasses import fields
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.sociometry import ClassPicture, Nominations, change, picture, status, ties_of
from kithwork.evidence.tests.conformance import close, synthetic

CASES = synthetic()["network"]["cases"]
WHOLE = {
    "density": "density", "reciprocity_of_ties": "reciprocity_edges", "reciprocity_of_dyads": "reciprocity_dyads",
    "transitivity": "transitivity_global_undirected", "centralization": "in_degree_centralization_freeman",
    "components": "weak_components", "largest_component": "largest_weak_component",
}  # fmt: skip
CHILD = {
    "named_by": "in_degree", "names": "out_degree", "mutual": "mutual_friends",
    "clustering": "clustering_local_undirected", "betweenness": "betweenness_directed",
}  # fmt: skip


def of(case, edges: str = "edges") -> Nominations:
    return Nominations(range(case["n"]), [tuple(edge) for edge in case[edges]])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_conformance_of_classes(case):
    wanted, found = case["expected"], picture(of(case))
    for ours, theirs in WHOLE.items():
        assert close(getattr(found, ours), wanted[theirs]), ours
    assert (found.mutual_dyads, found.one_way_dyads) == (
        wanted["dyads"]["mutual"],
        wanted["dyads"]["asymmetric"],
    )
    assert found.isolates_no_in == len(wanted["isolates_no_in"])
    assert found.isolates_no_tie == len(wanted["isolates_no_tie"])
    mean = sum(wanted["clustering_local_undirected"]) / case["n"]
    assert close(found.clustering, mean)
    children = ties_of(of(case))
    for ours, theirs in CHILD.items():
        assert all(
            close(getattr(children[k], ours), value) for k, value in enumerate(wanted[theirs])
        ), ours


@pytest.mark.parametrize(
    "case", [case for case in CASES if "dislike_edges" in case], ids=lambda case: case["id"]
)
def test_conformance_of_status(case):
    found = status(of(case), of(case, "dislike_edges"), negative_consent=True)
    wanted = case["expected"]["sociometric"]
    for k in range(case["n"]):
        assert found[k].status == wanted["status"][k]
        assert close(found[k].z_like, wanted["z_like"][k]) and close(
            found[k].z_dislike, wanted["z_dislike"][k]
        )
        assert close(found[k].preference, wanted["social_preference"][k])
        assert close(found[k].impact, wanted["social_impact"][k])


edges = st.sets(
    st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda tie: tie[0] != tie[1]),
    max_size=14,
)


@given(edges)
def test_betweenness_against_every_path(ties):
    wanted = dict.fromkeys(range(5), 0.0)
    for start, end in permutations(range(5), 2):
        paths = [
            (start, *middle, end)
            for length in range(4)
            for middle in permutations(set(range(5)) - {start, end}, length)
            if all(step in ties for step in zip((start, *middle), (*middle, end), strict=True))
        ]
        shortest = [path for path in paths if len(path) == min(map(len, paths))]
        for path in shortest:
            for child in path[1:-1]:
                wanted[child] += 1 / len(shortest)
    found = ties_of(Nominations(range(5), sorted(ties)))
    assert all(close(found[child].betweenness, wanted[child]) for child in range(5))


@given(edges)
def test_every_share_stays_in_its_range(ties):
    found = picture(Nominations(range(5), sorted(ties)))
    for name in (
        "density",
        "reciprocity_of_ties",
        "reciprocity_of_dyads",
        "transitivity",
        "clustering",
        "centralization",
    ):
        value = getattr(found, name)
        assert value is None or 0 <= value <= 1
    assert bool(found.reasons) == (not ties)


def test_few_answers_leave_no_picture():
    few = Nominations("abcd", [("a", "b")], answered=["a", "b"])
    found = picture(few)
    assert (found.reasons, found.response_rate, found.density) == (("low_response",), 0.5, None)
    assert picture(Nominations("abcdefghij", [("a", "b")], answered="abcdefg")).density is not None


def test_a_picture_of_the_class_holds_no_child():
    found = picture(of(CASES[0]))
    for field in fields(ClassPicture):
        assert isinstance(getattr(found, field.name), (int, float, tuple, type(None)))
    assert found.to_json()["reasons"] == []


def test_what_became_of_a_class():
    before = Nominations("abcd", [("a", "b"), ("b", "a"), ("c", "a")])
    after = Nominations("abce", [("a", "b"), ("a", "c"), ("e", "a")])
    found = change(before, after)
    assert (found.children, found.kept, found.new, found.ended) == (3, 1, 1, 2)
    assert (found.isolates_before, found.isolates_after, found.no_longer_isolated) == (1, 1, 1)
    assert found.reasons == ()
    assert change(before, Nominations("abcd", [], answered="a")).reasons == ("low_response",)
    with pytest.raises(BadData, match="in common"):
        change(before, Nominations("xyd", []))


def test_status_needs_a_consent_of_its_own():
    liked, disliked = of(CASES[0]), of(CASES[0], "dislike_edges")
    with pytest.raises(BadData, match="consent of their own"):
        status(liked, disliked)
    with pytest.raises(BadData, match="different rosters"):
        status(liked, Nominations("ab", []), negative_consent=True)
    few = Nominations(range(12), [], answered=[1])
    assert status(liked, few, negative_consent=True) is None
    assert status(liked, Nominations(range(12), []), negative_consent=True) is None
    assert status(Nominations(range(12), []), disliked, negative_consent=True) is None
    # Whoever is liked is disliked as much: preference says nothing.
    assert status(liked, liked, negative_consent=True) is None
    two = Nominations("ab", [("a", "b")]), Nominations("ab", [("b", "a")])
    assert status(*two, negative_consent=True) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"roster": "aa"}, "bad_roster"), ({"roster": "a"}, "bad_roster"),
        ({"ties": [("a", "x")]}, "not_on_roster"), ({"ties": [("x", "a")]}, "not_on_roster"),
        ({"ties": [("a", "a")]}, "self_tie"), ({"ties": [("a", "b"), ("a", "b")]}, "tie_twice"),
        ({"ties": [("a", "b")], "answered": "b"}, "did_not_answer"), ({"answered": "xab"}, "not_on_roster"),
    ],
)  # fmt: skip
def test_nominations_refuse_what_cannot_be(words, code):
    with pytest.raises(BadData) as bad:
        Nominations(**{"roster": "abc", "ties": [], **words})
    assert code in [fault.code for fault in bad.value.faults]
    assert all(fault.sentence.endswith(".") for fault in bad.value.faults)
