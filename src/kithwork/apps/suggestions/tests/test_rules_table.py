"""Every rule of the book over a minimal series: it fires, and one value beside it, it is silent."""

from datetime import date, timedelta
from importlib import import_module

import pytest

from kithwork.apps.suggestions.metrics import ELSEWHERE, METRICS
from kithwork.apps.suggestions.rules_here import asked
from kithwork.evidence.decisions import Facts, Seen, decide, weigh
from kithwork.playbooks import rule_book, shipped

DAY = date(2026, 9, 7)


def of(*values, line=None, where="", **rest):
    """Facts of weekly values."""
    points = tuple(Seen(DAY + timedelta(weeks=n), one, line, where) for n, one in enumerate(values))
    return Facts(points, **rest)


def places(*by_place, **rest):
    points = tuple(point for where, values in by_place for point in of(*values, where=where).points)
    return Facts(points, by_place=True, is_relative=True, **rest)


def rel(*values, against, **rest):
    return of(*values, against=against, is_relative=True, **rest)


SLOW, QUICK = [float(n) for n in range(9)], [2.0 * n for n in range(9)]
# rule -> facts of each condition that make it fire; facts one step beside them.
TABLE = {
    "DR-01": ([of(1)], [of(0)]),
    "DR-02": ([of(3)], [of(2)]),
    "DR-03": ([of(1)], [of(0)]),
    "DR-04": ([of(2)], [of(1)]),
    "DR-05": ([of(0, 1, 1, gather="sum")], [of(0, 0, 1, gather="sum")]),
    "DR-06": ([of(1, 0, 0, 1, gather="sum")], [of(1, 0, 0, 0, gather="sum")]),
    "DR-07": ([of(False, True)], [of(False, False)]),
    "DR-08": ([of(6, against=6)], [of(5, against=6)]),
    "DR-09": ([of(1)], [of(2)]),
    "DR-10": ([of(79, 79)], [of(79, 80)]),
    "DR-11": ([of(90, 59)], [of(59, 60)]),
    "DR-12": ([of(2, gather="whole")], [of(1, gather="whole")]),
    "DR-13": ([of(6)], [of(5)]),
    "DR-14": ([of(59, 40, 59)], [of(59, 60, 59)]),
    "DR-15": ([of(4, 4, 4, 4, 4, 4), of(*[80] * 6)], [of(4, 4, 3, 3, 2, 2), of(*[80] * 6)]),
    "DR-16": ([of(29, 20)], [of(29, 30)]),
    "DR-17": ([of(61, 70)], [of(61, 60)]),
    "DR-18": ([of(79, 70)], [of(79, 80)]),
    "DR-19": ([of(79, 70)], [of(79, 80)]),
    "DR-20": ([of(11, 12)], [of(11, 10)]),
    "DR-21": ([of(1, 0, 1.9)], [of(1, 0, 2)]),
    "DR-22": ([of(9, 9, 9, 9, line=10)], [of(9, 10, 9, 9, line=10)]),
    "DR-23": ([of(11, 11, 11, 11, line=10)], [of(11, 11, 10, 11, line=10)]),
    "DR-24": ([of(*SLOW, against=1.5)], [of(*QUICK, against=1.5)]),
    "DR-25": ([rel(40, 41, 42, against=40), of(True)], [rel(40, 39, 42, against=40), of(True)]),
    "DR-26": ([of(79, gather="whole")], [of(80, gather="whole")]),
    "DR-27": ([of(4, 3, 4, 2, 4, against=4)], [of(4, 3, 4, 2, 5, against=4)]),
    "DR-28": ([of(80, 90, 80)], [of(80, 79, 80)]),
    "DR-29": ([of(49, 40)], [of(49, 50)]),
    "DR-30": ([rel(8, 8, 9, against=8), rel(8, 8, 9, against=9)], [rel(7, 8, 9, against=8), rel(7, 8, 9, against=9)]),
    "DR-31": ([rel(8, 9, 8, against=10), of(80)], [rel(8, 9, 8, against=10), of(79)]),
    "DR-32": ([rel(7, 7, against=10)], [rel(8, 7, against=10)]),
    "DR-33": (
        [of(6, gather="whole"), of(*[3] * 6), rel(8, 8, 8, against=10)],
        [of(5, gather="whole"), of(*[3] * 6), rel(8, 8, 8, against=10)],
    ),
    "DR-34": ([of(20, gather="whole")], [of(21, gather="whole")]),
    "DR-35": ([of(2, 3, 2), of(2, gather="whole")], [of(2, 1, 2), of(2, gather="whole")]),
    "DR-36": ([of(0, 0, 0)], [of(0, 1, 0)]),
    "DR-37": (
        [places(("lunch", [7, 8]), ("club", [7, 9]), against=10)],
        [places(("lunch", [7, 8]), ("club", [7, 6]), against=10)],
    ),
    "DR-38": ([places(("lunch", [4, 4]), against=10)], [places(("lunch", [4, 5]), against=10)]),
    "DR-39": ([rel(9, 7, against=10)], [rel(7, 8, against=10)]),
    "DR-40": ([of(19, gather="whole")], [of(20, gather="whole")]),
    "DR-41": (
        [rel(51, against=100, gather="whole"), of(None)],
        [rel(51, against=100, gather="whole"), of(True)],
    ),
    "DR-42": ([of(True)], [of(False)]),
    "DR-43": ([of(69, gather="whole")], [of(70, gather="whole")]),
    "DR-44": ([of(2, gather="whole")], [of(1, gather="whole")]),
    "DR-45": ([of(79, 70)], [of(79, 80)]),
    "DR-46": ([of(True)], [of(False)]),
    "DR-50": ([of(False), of(True)], [of(False), of(False)]),
    "DR-51": ([of(2)], [of(1)]),
    "DR-52": ([of(True)], [of(False)]),
    "DR-53": ([rel(180, against=180)], [rel(179, against=180)]),
    "DR-54": ([of(1, 1, gather="sum")], [of(1, 0, gather="sum")]),
    "DR-55": ([of(3, gather="whole")], [of(2, gather="whole")]),
}  # fmt: skip


def state(rule_id, facts):
    rule = rule_book().of(rule_id)
    findings = [decide(asked(one), each) for one, each in zip(rule.conditions, facts, strict=True)]
    return weigh(findings, combine=rule.combine).state


@pytest.mark.parametrize("rule_id", [rule.id for rule in rule_book().rules])
def test_a_rule_fires_and_its_neighbour_is_silent(rule_id):
    fires, beside = TABLE[rule_id]
    assert state(rule_id, fires) == "fires"
    assert state(rule_id, beside) == "silent"


@pytest.mark.parametrize("rule_id", [rule.id for rule in rule_book().rules])
def test_without_data_a_rule_cannot_tell(rule_id):
    rule = rule_book().of(rule_id)
    assert state(rule_id, [Facts()] * len(rule.conditions)) == "cannot_tell"


def test_every_metric_of_every_rule_has_its_source():
    """A rule no metric can serve would be silent for ever."""
    rules = [*rule_book().rules, *(one for book in shipped().values() for one in book.own_rules)]
    named = {condition.metric for rule in rules for condition in rule.conditions}
    assert named <= set(METRICS) | set(ELSEWHERE)
    for metric in named & set(ELSEWHERE):
        module, _dot, name = ELSEWHERE[metric].acts.rpartition(".")
        assert callable(getattr(import_module(module), name))


def test_no_source_is_kept_that_no_rule_asks_for():
    rules = [*rule_book().rules, *(one for book in shipped().values() for one in book.own_rules)]
    named = {condition.metric for rule in rules for condition in rule.conditions}
    assert set(METRICS) | set(ELSEWHERE) == named
