"""What a schema cannot say: ids exist, minutes add up, states can be reached, numbers have parents.

``check`` runs every rule. Each rule takes a playbook and yields ``(code, place, sentence)``.
"""

from __future__ import annotations

from kithwork.playbooks.faults import Fault
from kithwork.playbooks.lint.clock import minutes_add_up
from kithwork.playbooks.lint.complete import nothing_is_missing, nothing_named_twice
from kithwork.playbooks.lint.machines import corrections_can_be_walked
from kithwork.playbooks.lint.numbers import every_number_has_a_parent, only_research_is_cited
from kithwork.playbooks.lint.references import ids_exist
from kithwork.playbooks.lint.sense import grades_make_sense, measures_fit, rules_are_suggestions
from kithwork.playbooks.lint.wording import words_are_kind
from kithwork.playbooks.schema import Playbook

RULES = (
    nothing_named_twice,
    ids_exist,
    minutes_add_up,
    corrections_can_be_walked,
    every_number_has_a_parent,
    only_research_is_cited,
    grades_make_sense,
    measures_fit,
    rules_are_suggestions,
    nothing_is_missing,
    words_are_kind,
)


def check(playbook: Playbook, file: str = "") -> list[Fault]:
    """Every fault of a playbook that was read, one sentence each, in the order of the rules.

    Parameters
    ----------
    playbook
        What ``load.read`` gave.
    file
        The name to say; ``<id>.toml`` unless you say.
    """
    name = file or f"{playbook.id}.toml"
    return [
        Fault(code, name, place, sentence)
        for rule in RULES
        for code, place, sentence in rule(playbook)
    ]
