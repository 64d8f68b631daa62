"""Is it working, and for whom: from taps to a careful sentence.

A library of its own on numpy and scipy. It knows scores, sessions and phases; it knows nothing of
Django and nobody's name. Every statistic answers with a number and its uncertainty, or None with the
reason.

>>> from kithwork.evidence import effect_size
>>> effect_size([2, 3, 2], [5, 6, 5, 7], "NAP", improvement="increase").value
1.0
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Public name -> its module. Looked up when asked for: scipy's distributions take a second to import, and a page
# that only needs a series does not wait for them.
_FROM = {
    "Agreement": "agreement",
    "BadData": "faults",
    "Case": "batch",
    "Estimate": "estimate",
    "Fault": "faults",
    "Figure": "graph",
    "Nominations": "sociometry",
    "RandomizationPlan": "randomization",
    "Recording": "recording",
    "Scale": "series",
    "Series": "series",
    "alpha": "agreement",
    "ancova": "groups",
    "autocorrelation": "trend",
    "batched": "batch",
    "bc_smd": "effects.bcsmd",
    "card": "registry",
    "cards": "registry",
    "compare_groups": "groups",
    "dual_criterion": "trend",
    "effect_size": "effects",
    "effect_sizes": "frame",
    "fidelity": "agreement",
    "figure": "graph",
    "forecast": "recording",
    "icc": "agreement",
    "ioa": "agreement",
    "kappa": "agreement",
    "picture": "sociometry",
    "randomization_test": "randomization",
    "read_long_csv": "files",
    "still_needed": "design",
    "suppress_table": "privacy",
    "wwc_scd": "design",
}
__all__ = sorted(_FROM)


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"kithwork.evidence has no {name!r}")
    return getattr(import_module(f"kithwork.evidence.{_FROM[name]}"), name)


def __dir__() -> list[str]:
    return __all__
