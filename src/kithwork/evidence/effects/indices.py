"""Every within-case effect size: how it is asked for, and which standard errors it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from kithwork.evidence.effects.columns import Cases, Columns, lag_one
from kithwork.evidence.effects.lor import lor_columns
from kithwork.evidence.effects.lrm import lrm_columns
from kithwork.evidence.effects.lrr import lrr_columns
from kithwork.evidence.effects.nap import SE_KINDS, nap_columns
from kithwork.evidence.effects.nonoverlap import (
    ird_columns,
    pand_columns,
    pem_columns,
    pnd_columns,
)
from kithwork.evidence.effects.pogo import pogo_columns
from kithwork.evidence.effects.smd import smd_baseline_columns, smd_pooled_columns
from kithwork.evidence.effects.tau import tau_columns
from kithwork.evidence.effects.tau_bc import tau_bc_columns, tau_bc_kendall_columns
from kithwork.evidence.effects.tau_u import tau_u_columns
from kithwork.evidence.faults import refuse


@dataclass(frozen=True, slots=True)
class Index:
    """One effect size: its function on k cases, and its kinds of standard error, the default first."""

    columns: Callable[[Cases, float], Columns]
    se_kinds: tuple[str, ...] = ()

    @property
    def default_se(self) -> str | None:
        return self.se_kinds[0] if self.se_kinds else None


_DELTA, _RANKS = ("delta_method",), ("order_statistics",)

INDICES: dict[str, Index] = {
    "NAP": Index(nap_columns, SE_KINDS),
    "Tau": Index(tau_columns, SE_KINDS),
    "Tau_U": Index(tau_u_columns),
    "Tau_U_complete_a": Index(partial(tau_u_columns, variant="complete_a")),
    "Tau_U_complete_b": Index(partial(tau_u_columns, variant="complete_b")),
    "Tau_BC": Index(tau_bc_columns, SE_KINDS),
    "Tau_BC_kendall_b": Index(tau_bc_kendall_columns, ("tarlow",)),
    "PND": Index(pnd_columns),
    "PEM": Index(pem_columns),
    "PEM_strict": Index(partial(pem_columns, variant="strict")),
    "PAND": Index(pand_columns),
    "PAND_sort": Index(partial(pand_columns, variant="sort")),
    "IRD": Index(ird_columns),
    "SMD_baseline": Index(smd_baseline_columns, _DELTA),
    "SMD_baseline_uncorrected": Index(partial(smd_baseline_columns, corrected=False), _DELTA),
    "SMD_pooled": Index(smd_pooled_columns, _DELTA),
    "LRRd": Index(partial(lrr_columns, index="LRRd"), _DELTA),
    "LRRi": Index(partial(lrr_columns, index="LRRi"), _DELTA),
    "LRRd_uncorrected": Index(partial(lrr_columns, index="LRRd", corrected=False), _DELTA),
    "LRRi_uncorrected": Index(partial(lrr_columns, index="LRRi", corrected=False), _DELTA),
    "LOR": Index(lor_columns, _DELTA),
    "LOR_uncorrected": Index(partial(lor_columns, corrected=False), _DELTA),
    "LRM": Index(lrm_columns, _RANKS),
    "LRM_delta": Index(partial(lrm_columns, delta=True), _RANKS),
    "PoGO": Index(pogo_columns, _DELTA),
}
# What a table of one's own gives when nobody names indices: each index once, in its usual form.
USUAL = (
    "NAP", "Tau", "Tau_U", "Tau_BC", "PND", "PEM", "PAND", "IRD",
    "SMD_baseline", "SMD_pooled", "LRRd", "LRRi", "LOR", "LRM", "PoGO",
)  # fmt: skip


def index_named(name: str) -> Index:
    """The index of that name; BadData with the names there are for any other."""
    try:
        return INDICES[name]
    except KeyError:
        raise refuse(
            "unknown_index",
            f"{name!r} is no index. Use one of: {', '.join(INDICES)}.",
            column="index",
        ) from None


def answer(name: str, cases: Cases, level: float) -> Columns:
    """One index of k cases, under the name it was asked for. Raises BadData for an unknown name."""
    with np.errstate(all="ignore"):
        found = index_named(name).columns(cases, level)
        if found.ses:
            found.extras = {**found.extras, "autocorrelation": lag_one(cases)}
    _explain(found)
    found.index = name
    return found


def _explain(found: Columns) -> None:
    """A reason for every number that is missing without one: it ran over or under what a float holds."""
    gone = ~np.isfinite(found.value)
    for se in found.ses.values():
        gone |= ~np.isfinite(se)
    for where in found.reasons.values():
        gone &= ~where
    found.because("beyond_precision", gone)
