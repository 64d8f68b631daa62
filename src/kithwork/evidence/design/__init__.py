"""Whether a study's design can carry a conclusion: rulesets as data, ratings, what is still needed."""

from kithwork.evidence.design.decision import Decision, RuleResult, wwc_scd
from kithwork.evidence.design.needs import StillNeeded, still_needed
from kithwork.evidence.design.reading import read_studies, read_study
from kithwork.evidence.design.ruleset import Ruleset, ruleset
from kithwork.evidence.design.study import Design, Study
from kithwork.evidence.design.words import Need

__all__ = [
    "Decision", "Design", "Need", "RuleResult", "Ruleset", "StillNeeded", "Study",
    "read_studies", "read_study", "ruleset", "still_needed", "wwc_scd",
]  # fmt: skip
