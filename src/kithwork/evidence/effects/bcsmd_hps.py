"""Between-case SMD by moments: Hedges, Pustejovsky and Shadish 2012 (ABk) and 2013 (MB).

Both designs share one calculation. They differ in what is grouped: which sessions are compared
across cases, which stretches the autocorrelation is taken over, and how sessions are numbered in
the within-case variance. No matrix here is larger than one case; nothing is gained from a second
BLAS thread, and with several the small products get slower (set OPENBLAS_NUM_THREADS=1).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kithwork.evidence.effects.bcsmd_interval import g_variance, small_sample_factor
from kithwork.evidence.effects.bcsmd_rows import Floats, Study, Whole

Design = Literal["MB", "ABk"]


@dataclass(frozen=True, slots=True)
class HpsParts:
    """Every quantity on the way to the effect size, in the letters of the articles in brackets.

    ``scores`` [g..] and ``cells`` [K, for ABk M.] are counts: all scores, and the groups of
    sessions that the total variance is taken within. ``mean_difference`` [D] is treatment minus
    baseline in the measure's unit, ``variance`` [S^2] the variance between and within cases, and
    ``within_variance`` [sigma^2_w] the part within cases, in its square. ``autocorrelation`` [phi]
    is lag-1; ``between_share`` [rho] is between cases' share of the variance, 0 to 1. ``theta`` is
    the standard error of D over the SD, ``nu`` the degrees of freedom, ``g`` and ``g_variance`` the
    corrected effect size and its variance.
    """

    scores: int
    cells: int
    mean_difference: float
    variance: float
    unadjusted: float
    autocorrelation: float
    within_variance: float
    between_share: float
    theta: float
    nu: float
    g: float
    g_variance: float

    def to_json(self, design: Design) -> dict[str, float]:
        """The quantities under the names of the conformance files."""
        return {
            "g_dotdot": self.scores,
            "K" if design == "MB" else "M_dot": self.cells,
            "D_bar": self.mean_difference,
            "S_sq": self.variance,
            "delta_hat_unadj": self.unadjusted,
            "phi": self.autocorrelation,
            "sigma_sq_w": self.within_variance,
            "rho": self.between_share,
            "theta": self.theta,
            "nu": self.nu,
            "delta_hat": self.g,
            "V_delta_hat": self.g_variance,
        }


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """How one design groups the scores. Every array has one entry a score.

    ``stratum`` numbers the stretches with their own mean (case by condition, or case by phase);
    ``cell`` numbers the sessions compared across cases, -1 where a session enters no comparison;
    ``chain`` numbers the stretches whose neighbours count as lag 1; ``place`` is the time in the
    within-case variance.
    """

    stratum: Whole
    cell: Whole
    chain: Whole
    place: Whole


def hps(study: Study, design: Design) -> HpsParts | str:
    """The HPS effect size of a study.

    Parameters
    ----------
    study
        Scores of at least three cases, from `read_study`.
    design
        "MB": sessions are compared across cases by session number and condition. "ABk": by their
        place in the phase, and only where every case has a score.

    Returns
    -------
    HpsParts or str
        The quantities, or the reason code why there are none.

    Notes
    -----
    The difference is treatment minus baseline, whichever way is better. ABk numbers the scores of
    a phase 1, 2, 3 in the within-case variance, while its autocorrelation structure elsewhere uses
    session numbers: with sessions missing, this is what gives the published value for Lambert and
    others 2006.

    Source: Hedges, Pustejovsky and Shadish (2012; 2013), Research Synthesis Methods.
    """
    if not _complete(study, design):
        return "empty_phase"
    groups = _multiple_baseline(study) if design == "MB" else _reversal(study)
    compared = groups.cell >= 0
    cells = len(set(groups.cell[compared].tolist()))
    df = int(np.sum(compared)) - cells
    spare = len(study.outcome) - len(set(groups.stratum.tolist()))
    # With one comparison nu is 1, and the small-sample factor would make every effect zero.
    if df < 2 or spare < 1:
        return "too_few_points"
    known, cell = study.outcome[compared], groups.cell[compared]
    if not (_varies(known, cell) and _varies(study.outcome, groups.stratum)):
        return "no_variation"
    variance = _squares(known, cell) / df
    autocorrelation = _autocorrelation(study.outcome, groups, spare)
    if abs(autocorrelation) >= 1:
        return "not_estimable"
    within = _within_variance(study, groups, autocorrelation)
    share = max(0.0, 1 - within / variance)
    spreads = [
        share + (1 - share) * _decay(study.session[own], autocorrelation) for own in _cases(study)
    ]
    nu = df**2 / _trace(study, groups.cell, spreads)
    weights = _difference_weights(study, groups.stratum)
    difference = float(np.sum(weights * study.outcome))
    theta = _standard_error(study, weights, spreads)
    unadjusted = difference / math.sqrt(variance)
    g = small_sample_factor(nu) * unadjusted
    return HpsParts(
        scores=len(study.outcome),
        cells=cells,
        mean_difference=difference,
        variance=variance,
        unadjusted=unadjusted,
        autocorrelation=autocorrelation,
        within_variance=within,
        between_share=share,
        theta=theta,
        nu=nu,
        g=g,
        g_variance=g_variance(g, theta, nu),
    )


def _complete(study: Study, design: Design) -> bool:
    """Whether every case has scores in both conditions, for ABk in every pair."""
    pair = study.pair if design == "ABk" else np.zeros_like(study.pair)
    found = set(zip(study.case.tolist(), pair.tolist(), study.treated.tolist(), strict=True))
    return len(found) == 2 * len(study.cases) * len(set(pair.tolist()))


def _multiple_baseline(study: Study) -> _Groups:
    return _Groups(
        stratum=_number(study.case, study.treated),
        cell=_number(study.session, study.treated),
        chain=study.case,
        place=study.session,
    )


def _reversal(study: Study) -> _Groups:
    stratum = _number(study.case, study.pair, study.treated)
    place = np.empty_like(stratum)
    for own in _members(stratum):
        place[own] = np.arange(len(own))
    cell = _number(study.pair, study.treated, place)
    everyone = np.bincount(cell)[cell] == len(study.cases)
    cell[everyone] = _number(cell[everyone])
    cell[~everyone] = -1
    return _Groups(stratum=stratum, cell=cell, chain=stratum, place=place)


def _number(*keys: Whole) -> Whole:
    """A number from 0 for each combination of the keys that occurs."""
    combined = list(zip(*(key.tolist() for key in keys), strict=True))
    known = {key: number for number, key in enumerate(sorted(set(combined)))}
    return np.array([known[key] for key in combined], dtype=np.int64)


def _members(group: Whole) -> Iterator[Whole]:
    """For each group the places of its members, in order."""
    for number in sorted(set(group.tolist())):
        yield np.flatnonzero(group == number)


def _cases(study: Study) -> Iterator[Whole]:
    return _members(study.case)


def _varies(values: Floats, group: Whole) -> bool:
    """Whether the values of any group differ, compared exactly."""
    return any(bool(np.ptp(values[own]) > 0) for own in _members(group))


def _residuals(values: Floats, group: Whole) -> Floats:
    left = values.copy()
    for own in _members(group):
        left[own] -= np.mean(values[own])
    return left


def _squares(values: Floats, group: Whole) -> float:
    """Sum of squares about the group means."""
    return float(np.sum(_residuals(values, group) ** 2))


def _autocorrelation(values: Floats, groups: _Groups, spare: int) -> float:
    """Lag-1 autocorrelation of the residuals, corrected for the means that were estimated."""
    left = _residuals(values, groups.stratum)
    products = sum(float(np.sum(left[own][1:] * left[own][:-1])) for own in _members(groups.chain))
    lost = sum((len(own) - 1) / len(own) for own in _members(groups.stratum))
    return products / float(np.sum(left**2)) + lost / spare


def _decay(times: Whole, autocorrelation: float) -> Floats:
    """First-order autoregressive correlations between sessions at these times."""
    lags = np.abs(times[:, None] - times[None, :]).astype(np.float64)
    powers: Floats = np.power(autocorrelation, lags)
    return powers


def _within_variance(study: Study, groups: _Groups, autocorrelation: float) -> float:
    """Variance within cases, from the sum of squares and what the estimated means took from it."""
    taken = sum(
        float(np.sum(_decay(groups.place[own], autocorrelation))) / len(own)
        for own in _members(groups.stratum)
    )
    return _squares(study.outcome, groups.stratum) / (len(study.outcome) - taken)


def _difference_weights(study: Study, stratum: Whole) -> Floats:
    """What each score weighs in the mean over cases (and pairs) of treatment minus baseline."""
    sizes = np.bincount(stratum)
    differences = len(sizes) / 2
    signs = np.where(study.treated == 1, 1.0, -1.0)
    weights: Floats = signs / (differences * sizes[stratum])
    return weights


def _standard_error(study: Study, weights: Floats, spreads: list[Floats]) -> float:
    """Theta: the standard error of the mean difference as a share of the SD."""
    parts = (
        float(weights[own] @ spread @ weights[own])
        for own, spread in zip(_cases(study), spreads, strict=True)
    )
    return math.sqrt(sum(parts))


def _trace(study: Study, cell: Whole, spreads: list[Floats]) -> float:
    """tr(A V A V): A takes the cell means away, V is the correlation matrix, block by case.

    Written out block by block, since V is zero between cases and a case is at most once in a cell:
    tr(VV) - 2 tr(PVV) + tr(PVPV) with P the averaging over cells.
    """
    sizes = np.bincount(cell[cell >= 0])
    averaged = np.zeros((len(sizes), len(sizes)))
    total = 0.0
    for own, spread in zip(_cases(study), spreads, strict=True):
        inside = cell[own] >= 0
        block = spread[np.ix_(inside, inside)]
        at = cell[own][inside]
        total += float(np.sum(block**2 * (1 - 2 / sizes[at])[:, None]))
        averaged[np.ix_(at, at)] += block
    return total + float(np.sum(averaged**2 / np.outer(sizes, sizes)))
