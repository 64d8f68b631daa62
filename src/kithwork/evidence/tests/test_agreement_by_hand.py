"""Agreement worked a second way, on tables where two formulas that are easily confused part."""

from __future__ import annotations

from fractions import Fraction

import pytest
from scipy.stats import f as f_distribution

from kithwork.evidence.agreement import alpha, icc, kappa

FOUR_BY_THREE = [[0, 3, 2], [1, 4, 0], [2, 0, 0], [0, 4, 0]]
RATINGS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def two_way(table: list[list[int]], mean: bool) -> tuple[float, float, tuple[float, float]]:
    """Value, degrees of freedom and interval as McGraw and Wong (1996) print them, in whole fractions."""
    n, k = len(table), len(table[0])
    middle = Fraction(sum(map(sum, table)), n * k)
    rows = [Fraction(sum(row), k) for row in table]
    columns = [Fraction(sum(column), n) for column in zip(*table, strict=True)]
    msr = k * sum((row - middle) ** 2 for row in rows) / (n - 1)
    msc = n * sum((column - middle) ** 2 for column in columns) / (k - 1)
    rest = [
        (x - rows[i] - columns[j] + middle) ** 2
        for i, row in enumerate(table)
        for j, x in enumerate(row)
    ]
    mse = sum(rest) / ((n - 1) * (k - 1))
    below = msr + (msc - mse) / n if mean else msr + (k - 1) * mse + k * (msc - mse) / n
    value = (msr - mse) / below
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    df = float(
        (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1)))
    )
    low, high = f_distribution.ppf(0.975, n - 1, df), f_distribution.ppf(0.975, df, n - 1)
    msr, msc, mse = float(msr), float(msc), float(mse)
    wide = msc - mse if mean else k * msc + (k * n - k - n) * mse
    ends = (
        n * (msr - low * mse) / (low * wide + n * msr),
        n * (high * msr - mse) / (wide + n * high * msr),
    )
    return float(value), df, ends


@pytest.mark.parametrize("table", [FOUR_BY_THREE, RATINGS], ids=["below zero", "printed"])
@pytest.mark.parametrize("form", ["2,1", "2,k"])
def test_the_two_way_icc_as_printed(table, form):
    value, df, ends = two_way(table, form == "2,k")
    found = icc(table, form=form)
    assert found.value == pytest.approx(value, rel=1e-12)
    assert found.details["df2"] == pytest.approx(df, rel=1e-9)
    assert found.ci == pytest.approx(ends, rel=1e-9)


@pytest.mark.parametrize("form", ["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"])
def test_an_icc_does_not_know_where_the_scale_begins(form):
    moved = icc([[x + 1000 for x in row] for row in RATINGS], form=form)
    assert moved.value == pytest.approx(icc(RATINGS, form=form).value, rel=1e-9)
    assert moved.ci == pytest.approx(icc(RATINGS, form=form).ci, rel=1e-9)


def test_an_icc_of_raters_a_constant_apart_by_hand():
    """Between subjects 14/3, within 1/2: only the one-way form takes the constant for error."""
    shifted = [[1, 2], [2, 3], [4, 5]]
    one, mean = icc(shifted, form="1,1"), icc(shifted, form="1,k")
    assert (one.value, mean.value) == (pytest.approx(25 / 31), pytest.approx(25 / 28))
    assert one.details["F"] == pytest.approx(28 / 3)
    assert one.reasons == mean.reasons == ()


def test_an_icc_whose_variances_or_quantile_leave_nothing():
    # Subjects and raters 1/4, error 9/4: below zero for the mean rating, not for a single one.
    nothing = icc([[0, 1], [2, 0]], form="2,k")
    assert (nothing.value, nothing.details, nothing.reasons) == (None, {}, ("not_estimable",))
    assert icc([[0, 1], [2, 0]], form="2,1").value == pytest.approx(-4)
    # A hundredth of a degree of freedom is left: its F has no 97.5th percentile a number can hold.
    vast = icc([[0, 4], [1, 4], [1, 1]], form="2,k")
    assert vast.value == pytest.approx(-6 / 19)
    assert vast.details["df2"] == pytest.approx(0.009946448322)
    assert (vast.ci, vast.reasons) == (None, ("not_estimable",))


def test_weighted_kappa_tells_the_shares_it_is_made_of():
    """Kappa is the same for any multiple of the weights; what was observed and expected is not."""
    one, two = [1, 1, 1, 2, 2, 2, 2, 3, 3, 3], [1, 1, 2, 1, 2, 2, 3, 2, 3, 3]
    for weights, observed, expected in (
        (None, 0.6, 0.34), ("linear", 0.8, 0.58), ("quadratic", 0.9, 0.7),
    ):  # fmt: skip
        found = kappa(one, two, weights=weights).details
        assert (found["observed"], found["expected"]) == (
            pytest.approx(observed),
            pytest.approx(expected),
        )


def test_prevalence_and_bias_of_rates_that_all_differ():
    """Of twenty: 9 both yes, 2 both no, 5 only the first, 4 only the second."""
    pairs = [(1, 1)] * 9 + [(0, 0)] * 2 + [(1, 0)] * 5 + [(0, 1)] * 4
    found = kappa([x for x, _ in pairs], [y for _, y in pairs]).details
    assert (found["prevalence"], found["bias"]) == (pytest.approx(7 / 20), pytest.approx(1 / 20))
    # Each gave one category only: chance explains everything, and nothing is left to test.
    alone = kappa([1, 1], [0, 0])
    assert (alone.se, alone.details["se_null"], alone.details["z"]) == (0.0, 0.0, None)


def test_alpha_of_numbers_whose_squares_pass_a_whole_number() -> None:
    """0 and 4 apart once, 1 and 4 once; two more units agree: by hand in units of a thousand million."""
    units = [[0, 4], [1, 4], [0, 0], [1, 1]]
    large = [[x * 10**9 for x in unit] for unit in units]
    # Of eight ratings three are 0, three 1, two 4: pairs 0-1 nine, 0-4 six, 1-4 six, each both ways.
    expected = 2 * (9 * 1 + 6 * 16 + 6 * 9) / 7
    assert alpha(units, level="interval").value == pytest.approx(1 - 2 * (16 + 9) / expected)
    assert alpha(large, level="interval").value == pytest.approx(1 - 2 * (16 + 9) / expected)


@pytest.mark.parametrize("unit", [1e-320, 1e-200, 1e200, 1e307])
def test_alpha_does_not_depend_on_the_unit(unit: float) -> None:
    plain = [[1, 2], [3, 3], [5, 4], [1, None, 1]]
    turned = [[None if x is None else x * unit for x in row] for row in plain]
    wanted = alpha(plain, level="interval").value
    found = alpha(turned, level="interval").value
    assert found == pytest.approx(wanted, rel=1e-3 if unit < 1e-300 else 1e-12)
