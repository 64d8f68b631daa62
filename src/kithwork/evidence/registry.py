"""Every statistic of the library: its id, the function that gives it and the card that tells it.

The only list. A statistic that is not here does not exist for the product, the command or the
documentation; one that is here has a card, a golden case and a page in docs/methods.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from importlib.resources import files
from typing import Any

# The one door of every effect size within a case; the index is its name.
_EFFECT = "kithwork.evidence.effects:effect_size"

# id -> where its function lives. Families in the order a reader meets them.
FUNCTIONS: dict[str, str] = {
    "count": "kithwork.evidence.recording:count",
    "rate": "kithwork.evidence.recording:rate",
    "latency": "kithwork.evidence.recording:latency",
    "inter_response_time": "kithwork.evidence.recording:inter_response_time",
    "duration": "kithwork.evidence.recording:duration",
    "percent_duration": "kithwork.evidence.recording:percent_duration",
    "mean_bout": "kithwork.evidence.recording:mean_bout",
    "partial_interval": "kithwork.evidence.recording:partial_interval",
    "whole_interval": "kithwork.evidence.recording:whole_interval",
    "momentary_interval": "kithwork.evidence.recording:momentary_interval",
    "opportunity_percent": "kithwork.evidence.recording:opportunity_percent",
    "NAP": _EFFECT,
    "Tau": _EFFECT,
    "Tau_U": _EFFECT,
    "Tau_U_complete_a": _EFFECT,
    "Tau_U_complete_b": _EFFECT,
    "Tau_BC": _EFFECT,
    "Tau_BC_kendall_b": _EFFECT,
    "PND": _EFFECT,
    "PEM": _EFFECT,
    "PEM_strict": _EFFECT,
    "PAND": _EFFECT,
    "PAND_sort": _EFFECT,
    "IRD": _EFFECT,
    "SMD_baseline": _EFFECT,
    "SMD_baseline_uncorrected": _EFFECT,
    "SMD_pooled": _EFFECT,
    "LRRd": _EFFECT,
    "LRRi": _EFFECT,
    "LRRd_uncorrected": _EFFECT,
    "LRRi_uncorrected": _EFFECT,
    "LOR": _EFFECT,
    "LOR_uncorrected": _EFFECT,
    "LRM": _EFFECT,
    "LRM_delta": _EFFECT,
    "PoGO": _EFFECT,
    "total_count": "kithwork.evidence.agreement:total_count",
    "mean_count_per_interval": "kithwork.evidence.agreement:mean_count_per_interval",
    "exact_count_per_interval": "kithwork.evidence.agreement:exact_count_per_interval",
    "interval_by_interval": "kithwork.evidence.agreement:interval_by_interval",
    "scored_interval": "kithwork.evidence.agreement:scored_interval",
    "unscored_interval": "kithwork.evidence.agreement:unscored_interval",
    "total_duration": "kithwork.evidence.agreement:total_duration",
    "mean_duration_per_occurrence": "kithwork.evidence.agreement:mean_duration_per_occurrence",
    "time_window": "kithwork.evidence.agreement:time_window",
    "kappa": "kithwork.evidence.agreement:kappa",
    "icc": "kithwork.evidence.agreement:icc",
    "alpha": "kithwork.evidence.agreement:alpha",
    "fidelity": "kithwork.evidence.agreement:fidelity",
    "BC_SMD_HPS_MB": "kithwork.evidence.effects.bcsmd:bc_smd",
    "BC_SMD_HPS_ABk": "kithwork.evidence.effects.bcsmd:bc_smd",
    "BC_SMD_REML": "kithwork.evidence.effects.bcsmd:bc_smd",
    "tau_part": "kithwork.evidence.significance:tau_part",
    "baseline_corrected_tau": "kithwork.evidence.significance:baseline_corrected_tau",
    "nap_test": "kithwork.evidence.significance:nap_test",
    "pem_test": "kithwork.evidence.significance:pem_test",
    "pet": "kithwork.evidence.significance:pet",
    "pand_phi": "kithwork.evidence.significance:pand_phi",
    "ols": "kithwork.evidence.trend:ols",
    "theil_sen": "kithwork.evidence.trend:theil_sen",
    "quarter_intersect": "kithwork.evidence.trend:quarter_intersect",
    "split_middle": "kithwork.evidence.trend:split_middle",
    "celeration": "kithwork.evidence.trend:celeration",
    "autocorrelation": "kithwork.evidence.trend:autocorrelation",
    "dual_criterion": "kithwork.evidence.trend:dual_criterion",
    "conservative_dual_criterion": "kithwork.evidence.trend:conservative_dual_criterion",
    "randomization_test": "kithwork.evidence.randomization:randomization_test",
    "wwc_scd": "kithwork.evidence.design:wwc_scd",
    "still_needed": "kithwork.evidence.design:still_needed",
    "hedges_g": "kithwork.evidence.groups:hedges_g",
    "ancova": "kithwork.evidence.groups:ancova",
    "cluster_corrected": "kithwork.evidence.groups:cluster_corrected",
    "cox_index": "kithwork.evidence.groups:cox_index",
    "benjamini_hochberg": "kithwork.evidence.groups:benjamini_hochberg",
    "improvement_index": "kithwork.evidence.groups:improvement_index",
    "class_picture": "kithwork.evidence.sociometry:picture",
    "class_change": "kithwork.evidence.sociometry:change_test",
    "sociometric_status": "kithwork.evidence.sociometry:status",
    "masked_analysis": "kithwork.evidence.randomization.masked:p_value",
    "suppress_table": "kithwork.evidence.privacy:suppress_table",
    "suppression_attack": "kithwork.evidence.privacy:attack",
    "suppress_rates": "kithwork.evidence.privacy:suppress_rates",
    "suppress_means": "kithwork.evidence.privacy:suppress_means",
    "graph": "kithwork.evidence.graph:figure",
}


@dataclass(frozen=True, slots=True)
class Card:
    """What a person must know before reading the number.

    ``range`` and ``null`` in words; ``ties`` says how equal scores are treated; ``says`` is one
    plain sentence; ``caution`` what it does not say; ``source`` the publication; ``options`` what may be
    chosen.
    """

    id: str
    name: str
    family: str
    range: str
    null: str
    ties: str
    says: str
    caution: str
    source: str
    options: str = ""


@cache
def cards() -> dict[str, Card]:
    """Every card by id, read from ``cards/*.toml``."""
    read: dict[str, Card] = {}
    for page in sorted(files("kithwork.evidence.cards").iterdir(), key=lambda page: page.name):
        if page.name.endswith(".toml"):
            for key, fields in tomllib.loads(page.read_text("utf-8")).items():
                read[key] = Card(id=key, **fields)
    return read


def card(key: str) -> Card:
    """The card of one statistic. KeyError for an id that is not in the registry."""
    return cards()[key]


def function(key: str) -> Callable[..., Any]:
    """The function of one statistic. KeyError for an id that is not in the registry."""
    module, name = FUNCTIONS[key].split(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return partial(found, index=key) if FUNCTIONS[key] == _EFFECT else found
