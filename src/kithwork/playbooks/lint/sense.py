"""Things that are well formed and still make no sense: grades, methods that mislead, rules that act."""

from __future__ import annotations

from collections.abc import Iterator

from kithwork.playbooks import shared
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.base import BANDS, GRADES
from kithwork.playbooks.schema.quality import Rule
from kithwork.playbooks.schema.voice import Adjustable

# Rules that may act by themselves, for safety; every other one suggests.
MAY_ACT = frozenset({"DR-50", "DR-51", "DR-52", "DR-53"})
NEED_VALUE = frozenset({"below", "above", "at_least", "at_most", "drop_over"})
ORDERS = ("you must", "must be removed", "automatically", "will be moved")


def grades_make_sense(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    bands = list(BANDS)
    order = [bands.index(band) for band in playbook.grade_bands]
    if order != sorted(set(order)):
        yield ("grades", "grade_bands", "name each band once, youngest first.")
    reached = {grade for band in playbook.grade_bands for grade in BANDS[band]}
    for number, one in enumerate(playbook.adjustable, 1):
        for turn, value in enumerate(one.by_grade, 1):
            place = f"adjustable {number}, by_grade {turn}, grades"
            yield from _outside(value.grades, reached, place)
        yield from _value(one, f"adjustable {number}")
    for number, variant in enumerate(playbook.variants, 1):
        yield from _outside(variant.grades, reached, f"variants {number}, grades")
    for number, adaptation in enumerate(playbook.adaptations, 1):
        yield from _outside(adaptation.grades, reached, f"adaptations {number}, grades")


def _outside(grades: tuple[str, ...], reached: set[str], at: str) -> Iterator[tuple[str, str, str]]:
    stray = sorted(set(grades) - reached, key=GRADES.index)
    if stray:
        yield (
            "grades",
            at,
            f"{', '.join(stray)} is not among grade_bands; change one or the other.",
        )


def _value(one: Adjustable, at: str) -> Iterator[tuple[str, str, str]]:
    values = {f"{at}, value": one.value}
    values |= {
        f"{at}, by_grade {turn}, value": two.value for turn, two in enumerate(one.by_grade, 1)
    }
    for place, value in values.items():
        if isinstance(value, bool):
            continue
        if isinstance(value, str):
            if value not in one.choices:
                yield ("value", place, f'"{value}" is not among choices; add it there.')
        elif one.min is None or one.max is None:
            yield (
                "value",
                at,
                "a number needs min and max, so that a school knows how far it may go.",
            )
            return
        elif not one.min <= value <= one.max:
            yield ("value", place, f"{value:g} is not from {one.min:g} to {one.max:g}.")


def measures_fit(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    for number, measure in enumerate(playbook.measures, 1):
        behaviour = shared.dictionary().of(measure.id)
        if behaviour and measure.method not in (behaviour.method, *behaviour.also):
            may = ", ".join((behaviour.method, *behaviour.also))
            sentence = f'{measure.method} misleads for "{measure.id}"; use {may}.'
            yield ("method", f"measures {number}, method", sentence)


def rules_are_suggestions(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    known = {rule.id for rule in shared.rule_book().rules}
    for number, rule in enumerate(playbook.own_rules, 1):
        at = f"own_rules {number}"
        if rule.id in known or rule.id.startswith("DR-"):
            yield ("rule", f"{at}, id", "DR- is for shared rules; choose an id of your own.")
        yield from rule_faults(rule, at)


def rule_faults(rule: Rule, at: str) -> Iterator[tuple[str, str, str]]:
    """Faults of one decision rule, shared or a playbook's own."""
    if rule.acts and rule.id not in MAY_ACT:
        yield ("rule", f"{at}, acts", "only the four safety rules act by themselves; suggest it.")
    if any(order in rule.says.lower() for order in ORDERS):
        yield ("rule", f"{at}, says", "a rule suggests and people decide; say it as a suggestion.")
    for number, condition in enumerate(rule.conditions, 1):
        place = f"{at}, conditions {number}"
        threshold = condition.value is not None or condition.between is not None
        if condition.when in NEED_VALUE and not threshold:
            yield ("rule", place, "say the threshold: value or between.")
