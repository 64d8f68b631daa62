"""The between-case standardised mean difference: one effect size for a study of several cases."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, get_args

from kithwork.evidence.effects.bcsmd_hps import Design, HpsParts, hps
from kithwork.evidence.effects.bcsmd_interval import LEAST_NU, Interval, interval
from kithwork.evidence.effects.bcsmd_reml import Errors, RemlParts, reml
from kithwork.evidence.effects.bcsmd_rows import Frame, Study, read_study
from kithwork.evidence.estimate import Estimate
from kithwork.evidence.faults import refuse
from kithwork.evidence.numeric import is_number
from kithwork.evidence.series import Series

LEAST_CASES = 3

_CUT = "The degrees of freedom are below 2.001; the variance is computed as if they were 2.001."
_NO_BETWEEN = "The cases do not differ more than their sessions do; their variance is put at 0."


def bc_smd(
    frame_or_series: Frame | Series | Iterable[Series],
    design: str = "MB",
    method: str = "hps",
    *,
    level: float = 0.95,
    ci: str = "t",
    errors: str = "ar1",
    baseline: str | None = None,
) -> Estimate:
    """Between-case standardised mean difference of a study, also called design-comparable.

    Parameters
    ----------
    frame_or_series
        Series of one outcome, one for each case; or a mapping of equally long columns: ``case``,
        ``session`` (or ``time``, whole numbers), ``outcome`` (or ``value``, None where there are
        no data), and ``treatment`` (0 and 1, or two labels). Without ``treatment`` the column
        ``phase`` holds the labels; beside it, ``phase`` numbers the A-B pairs.
    design
        "MB" for a multiple baseline across cases, "ABk" for reversals (A-B-A-B, or longer). REML
        fits the same model to both.
    method
        "hps": by moments. "reml": by restricted maximum likelihood.
    level
        Confidence level, between 0 and 1.
    ci
        "t": symmetric. "noncentral": from the noncentral t distribution.
    errors
        For REML only. "ar1": autoregressive within a case. "iid": independent.
    baseline
        The label of the baseline, where it is not the first session of the first case.

    Returns
    -------
    Estimate
        ``value`` is treatment minus baseline in SDs between and within cases, whichever way is
        better: below 0 where the outcome fell. ``options["parts"]`` holds every quantity on the
        way, named as in the articles. Fewer than three cases: None, ``too_few_cases``. A case
        (for ABk: a pair) without one of the conditions: ``empty_phase``. For REML it is enough
        that both occur.

    Raises
    ------
    BadData
        For an option that does not exist, or rows that cannot be used (see `read_study`).

    Notes
    -----
    The effect is taken to be the same at once and in every case, without trend. Keep BLAS to one
    thread (OPENBLAS_NUM_THREADS=1 before Python starts) where many studies are computed: the
    matrices are small.

    Source: Hedges, Pustejovsky and Shadish (2012; 2013), Research Synthesis Methods; Pustejovsky,
    Hedges and Shadish (2014), Journal of Educational and Behavioral Statistics.
    """
    _check("design", design, get_args(Design))
    _check("method", method, ("hps", "reml"))
    _check("ci", ci, get_args(Interval))
    _check("errors", errors, get_args(Errors))
    if not (is_number(level) and 0 < level < 1):
        raise refuse("bad_option", f"{level} is not a level. Give one between 0 and 1.")
    study = read_study(frame_or_series, baseline=baseline)
    options: dict[str, Any] = {"design": design, "method": method, "ci": ci}
    if method == "reml":
        options["errors"] = errors
    index = "BC_SMD_REML" if method == "reml" else f"BC_SMD_HPS_{design}"
    parts = _parts(study, design, method, errors)
    if isinstance(parts, str):
        return Estimate.missing(
            index, parts, level=level, n_a=study.n_a, n_b=study.n_b, options=options
        )
    scale = parts.theta if isinstance(parts, HpsParts) else parts.kappa
    kind: Interval = "t" if ci == "t" else "noncentral"
    ends = interval(parts.g, scale, parts.nu, level=level, kind=kind)
    return Estimate(
        index,
        parts.g,
        se=math.sqrt(parts.g_variance),
        se_kind=method,
        ci=ends,
        level=level,
        n_a=study.n_a,
        n_b=study.n_b,
        options={**options, "parts": _plain(parts, design)},
        warnings=_warnings(parts),
        reasons=() if ends else ("not_estimable",),
    )


def _check(name: str, given: str, allowed: tuple[str, ...]) -> None:
    if given not in allowed:
        raise refuse(
            "bad_option",
            f"{given!r} is not known for {name}. Use one of: {', '.join(allowed)}.",
            column=name,
        )


def _parts(study: Study, design: str, method: str, errors: str) -> HpsParts | RemlParts | str:
    if len(study.cases) < LEAST_CASES:
        return "too_few_cases"
    if method == "reml":
        return reml(study, "ar1" if errors == "ar1" else "iid")
    return hps(study, "MB" if design == "MB" else "ABk")


def _plain(parts: HpsParts | RemlParts, design: str) -> dict[str, float | None]:
    if isinstance(parts, HpsParts):
        return {**parts.to_json("MB" if design == "MB" else "ABk")}
    return parts.to_json()


def _warnings(parts: HpsParts | RemlParts) -> tuple[str, ...]:
    between = parts.between_share if isinstance(parts, HpsParts) else parts.between
    return tuple(
        sentence
        for sentence, holds in ((_CUT, parts.nu < LEAST_NU), (_NO_BETWEEN, between == 0))
        if holds
    )
