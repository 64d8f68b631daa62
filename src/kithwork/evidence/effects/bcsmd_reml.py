"""Between-case SMD by restricted maximum likelihood: Pustejovsky, Hedges and Shadish 2014.

A mixed model with a level and a treatment effect, a random intercept for each case and first-order
autoregressive errors on the session number. Every matrix here belongs to one case, so a second
BLAS thread only costs time (set OPENBLAS_NUM_THREADS=1 where the time matters).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import optimize

from kithwork.evidence.effects.bcsmd_interval import g_variance, small_sample_factor
from kithwork.evidence.effects.bcsmd_rows import Floats, Study

Errors = Literal["ar1", "iid"]

# Where the three searches begin: shares of the variance between and within cases, and phi.
_STARTS = ((0.5, 0.5, 0.0), (0.1, 0.9, 0.3), (0.8, 0.2, -0.2))
_LEAST_WITHIN, _MOST_PHI = 1e-8, 0.999
_EFFECTS = 2  # the level and the treatment effect


@dataclass(frozen=True, slots=True)
class RemlParts:
    """Every quantity on the way to the effect size, in the letters of the article in brackets.

    ``effect`` [p beta] is treatment minus baseline in the measure's unit; ``between`` [tau^2] and
    ``within`` [sigma^2] are variances in its square, ``total`` [r theta] their sum;
    ``autocorrelation`` [phi] is lag-1, None for independent errors; ``nu`` the degrees of freedom;
    ``kappa`` the standard error of the effect over the SD; ``log_likelihood`` the restricted one.
    """

    effect: float
    between: float
    within: float
    autocorrelation: float | None
    total: float
    unadjusted: float
    nu: float
    kappa: float
    g: float
    g_variance: float
    log_likelihood: float

    def to_json(self) -> dict[str, float | None]:
        """The quantities under the names of the conformance files."""
        return {
            "p_beta": self.effect,
            "r_theta": self.total,
            "delta_AB": self.unadjusted,
            "nu": self.nu,
            "kappa": self.kappa,
            "g_AB": self.g,
            "V_g_AB": self.g_variance,
            "tau_sq": self.between,
            "sigma_sq": self.within,
            "phi": self.autocorrelation,
            "logLik": self.log_likelihood,
        }


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """One case: scores in units of their SD, the design matrix and the lags between sessions."""

    outcome: Floats
    design: Floats
    lags: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """The profiled likelihood at one point.

    ``deviance`` is minus twice the restricted log likelihood, ``slope`` its derivatives by tau^2,
    sigma^2 and phi, ``effects`` the profiled coefficients, ``covariance`` theirs, ``inverses`` the
    inverse variance matrix of each case and ``changes`` its derivatives.
    """

    deviance: float
    slope: Floats
    effects: Floats
    covariance: Floats
    inverses: list[Floats]
    changes: list[Floats]


def reml(study: Study, errors: Errors = "ar1") -> RemlParts | str:
    """The REML effect size of a study.

    Parameters
    ----------
    study
        Scores of at least three cases, from `read_study`; both conditions must occur.
    errors
        "ar1": autoregressive on the session number. "iid": independent.

    Returns
    -------
    RemlParts or str
        The quantities, or the reason code why there are none: no variation, or a likelihood
        without a maximum inside -1 < phi < 1.

    Notes
    -----
    L-BFGS-B from three starts on tau^2, sigma^2 and phi, coefficients profiled out; nu from the
    expected information. The difference is treatment minus baseline, whichever way is better.

    Source: Pustejovsky, Hedges and Shadish (2014), Journal of Educational and Behavioral
    Statistics.
    """
    if not (study.n_a and study.n_b):
        return "empty_phase"
    unit = float(np.std(study.outcome))
    if not _leaves_something(study):
        return "no_variation"
    blocks = _blocks(study, unit)
    n = len(study.outcome)
    found = _search(blocks, n, errors)
    if found is None:
        return "not_estimable"
    between, within, autocorrelation = found
    fit = _fit(blocks, n, found)
    free = 3 if errors == "ar1" else 2
    nu = _degrees_of_freedom(blocks, fit, between + within, free)
    if nu is None:
        return "not_estimable"
    unadjusted = float(fit.effects[1]) / math.sqrt(between + within)
    kappa = math.sqrt(float(fit.covariance[1, 1]) / (between + within))
    g = small_sample_factor(nu) * unadjusted
    return RemlParts(
        effect=float(fit.effects[1]) * unit,
        between=between * unit**2,
        within=within * unit**2,
        autocorrelation=autocorrelation if errors == "ar1" else None,
        total=(between + within) * unit**2,
        unadjusted=unadjusted,
        nu=nu,
        kappa=kappa,
        g=g,
        g_variance=g_variance(g, kappa, nu),
        # Back from units of the SD: one factor for each score the coefficients left.
        log_likelihood=-fit.deviance / 2 - (n - _EFFECTS) * math.log(unit),
    )


def _leaves_something(study: Study) -> bool:
    """Whether a level for each case and one treatment effect leave any variation to model."""
    levels = [(study.case == case).astype(float) for case in range(len(study.cases))]
    full = np.column_stack([*levels, study.treated])
    centred = study.outcome - np.mean(study.outcome)
    left = centred - full @ np.linalg.lstsq(full, centred, rcond=None)[0]
    return bool(np.sum(left**2) > 1e-20 * np.sum(centred**2))


def _blocks(study: Study, unit: float) -> list[_Block]:
    blocks = []
    for case in range(len(study.cases)):
        own = study.case == case
        times = study.session[own].astype(float)
        blocks.append(
            _Block(
                outcome=study.outcome[own] / unit,
                design=np.column_stack([np.ones(len(times)), study.treated[own]]),
                lags=np.abs(times[:, None] - times[None, :]),
            )
        )
    return blocks


def _fit(blocks: Sequence[_Block], n: int, at: Sequence[float]) -> _Fit:
    """The likelihood at tau^2, sigma^2 and phi, with its derivatives."""
    between, within, autocorrelation = at
    inverses: list[Floats] = []
    changes: list[Floats] = []
    logs = 0.0
    cross = np.zeros((_EFFECTS, _EFFECTS))
    toward = np.zeros(_EFFECTS)
    for block in blocks:
        decay, decay_change = _decay(block.lags, autocorrelation)
        variance = between + within * decay
        inverse: Floats = np.linalg.inv(variance).astype(np.float64)
        logs += float(np.linalg.slogdet(variance)[1])
        cross += block.design.T @ inverse @ block.design
        toward += block.design.T @ inverse @ block.outcome
        inverses.append(inverse)
        changes.append(np.stack([np.ones_like(decay), decay, within * decay_change]))
    covariance: Floats = np.linalg.inv(cross).astype(np.float64)
    effects = covariance @ toward
    squares, slope = 0.0, np.zeros(3)
    for block, inverse, change in zip(blocks, inverses, changes, strict=True):
        left = inverse @ (block.outcome - block.design @ effects)
        squares += float(left @ (block.outcome - block.design @ effects))
        leverage = inverse @ block.design
        weight = inverse - leverage @ covariance @ leverage.T - np.outer(left, left)
        slope += np.sum(change * weight, axis=(1, 2))
    log_cross = float(np.linalg.slogdet(cross)[1])
    deviance = (n - _EFFECTS) * math.log(2 * math.pi) + logs + log_cross + squares
    return _Fit(deviance, slope, effects, covariance, inverses, changes)


def _decay(lags: Floats, autocorrelation: float) -> tuple[Floats, Floats]:
    """Autoregressive correlations at these lags, and their derivatives by phi."""
    less = np.power(autocorrelation, np.maximum(lags - 1, 0))
    return np.power(autocorrelation, lags), lags * less


def _search(blocks: Sequence[_Block], n: int, errors: Errors) -> tuple[float, float, float] | None:
    """The best of three searches; None where it ends on the edge that phi or sigma^2 has."""
    most = _MOST_PHI if errors == "ar1" else 0.0

    def aim(at: Floats) -> tuple[float, Floats]:
        fit = _fit(blocks, n, at.tolist())
        return fit.deviance, fit.slope

    tries = [
        optimize.minimize(
            aim,
            (between, within, phi if errors == "ar1" else 0.0),
            jac=True,
            method="L-BFGS-B",
            bounds=((0, None), (_LEAST_WITHIN, None), (-most, most)),
            options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500},
        )
        for between, within, phi in _STARTS
    ]
    best = min(tries, key=lambda one: float(one.fun))
    between, within, phi = (float(value) for value in best.x)
    if within <= _LEAST_WITHIN or (errors == "ar1" and abs(phi) >= most):
        return None
    return between, within, phi


def _degrees_of_freedom(
    blocks: Sequence[_Block], fit: _Fit, total: float, free: int
) -> float | None:
    """nu = 2 r^2 / (c' I^-1 c), r the total variance and c its derivatives. None at 1 or below."""
    information = _expected_information(blocks, fit)[:free, :free]
    toward = np.array([1.0, 1.0, 0.0])[:free]
    try:
        spread = float(toward @ np.linalg.solve(information, toward))
    except np.linalg.LinAlgError:
        return None
    nu = 2 * total**2 / spread
    return nu if nu > 1 else None


def _expected_information(blocks: Sequence[_Block], fit: _Fit) -> Floats:
    """I_ij = tr(P V_i P V_j) / 2 for the restricted likelihood, block by block."""
    k = len(fit.slope)
    plain = np.zeros((k, k))
    once = np.zeros((k, _EFFECTS, _EFFECTS))
    twice = np.zeros((k, k, _EFFECTS, _EFFECTS))
    for block, inverse, change in zip(blocks, fit.inverses, fit.changes, strict=True):
        leverage = inverse @ block.design
        moved = inverse @ change
        plain += np.einsum("iab,jba->ij", moved, moved)
        once += leverage.T @ change @ leverage
        twice += np.einsum("ae,iab,jbc,cf->ijef", leverage, change, moved, leverage)
    part = fit.covariance @ once
    taken = np.einsum("ef,ijfe->ij", fit.covariance, twice)
    information: Floats = (plain - 2 * taken + np.einsum("ief,jfe->ij", part, part)) / 2
    return information
