"""The between-case SMD again, written out with whole matrices: slow, short, another way to the same.

Held against the published values of Laski, Saddler, Anglesea and Lambert like the library itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def _dummies(*keys: Any) -> np.ndarray:
    rows = list(zip(*(np.asarray(key).tolist() for key in keys), strict=True))
    columns = sorted(set(rows))
    return np.array([[float(row == column) for column in columns] for row in rows])


def _phi(residuals: np.ndarray, chains: np.ndarray, correction: float) -> float:
    products = 0.0
    for chain in chains.T:
        own = residuals[chain == 1]
        products += float(own[1:] @ own[:-1])
    return products / float(residuals @ residuals) + correction


def hps_by_matrices(data: dict[str, list[Any]], design: str) -> dict[str, float]:
    """Rows must be in order of case and session; ``phase`` numbers the pairs."""
    y = np.array(data["outcome"], float)
    case, time, treated = (np.array(data[key]) for key in ("case", "session", "treatment"))
    pair = np.array(data.get("phase", [1] * len(y))) if design == "ABk" else np.ones(len(y), int)
    strata = _dummies(case, pair, treated)
    sizes = strata.sum(0)
    place = np.array([strata[:row, strata[row] == 1].sum() for row in range(len(y))])
    m = len(set(case.tolist()))
    same = (case[:, None] == case[None, :]).astype(float)
    if design == "MB":
        cells, chains, within_time = _dummies(time, treated), _dummies(case), time
    else:
        cells, chains, within_time = _dummies(pair, treated, place), strata, place
        cells = cells[:, cells.sum(0) == m]
    inside = np.diag(cells.sum(1))
    away = inside - cells @ np.diag(1 / cells.sum(0)) @ cells.T
    df = cells.sum() - cells.shape[1]
    variance = y @ away @ y / df
    means = strata @ np.diag(1 / sizes) @ strata.T
    residuals = y - means @ y
    phi = _phi(residuals, chains, ((sizes - 1) / sizes).sum() / (len(y) - len(sizes)))
    near = same * phi ** np.abs(np.subtract.outer(within_time, within_time)).astype(float)
    within = residuals @ residuals / (len(y) - np.trace(means @ near * (means > 0)))
    rho = max(0.0, 1 - within / variance)
    decay = phi ** np.abs(np.subtract.outer(time, time)).astype(float)
    v = same * (rho + (1 - rho) * decay)
    nu = df**2 / np.trace(away @ v @ away @ v)
    weights = np.where(treated == 1, 1, -1) / (strata @ sizes) / (len(sizes) / 2)
    theta = np.sqrt(weights @ v @ weights)
    j = 1 - 3 / (4 * nu - 1)
    g = j * (weights @ y) / np.sqrt(variance)
    cut = max(nu, 2.001)
    spread = j**2 * (theta**2 * cut / (cut - 2) + g**2 * (cut / (cut - 2) - 1 / j**2))
    return {
        "D_bar": weights @ y,
        "S_sq": variance,
        "phi": phi,
        "sigma_sq_w": within,
        "rho": rho,
        "theta": theta,
        "nu": nu,
        "delta_hat": g,
        "V_delta_hat": spread,
    }


def restricted_deviance(data: dict[str, list[Any]], at: tuple[float, float, float]) -> float:
    """Minus twice the restricted log likelihood at tau^2, sigma^2 and phi."""
    y = np.array(data["outcome"], float)
    x = np.column_stack([np.ones(len(y)), data["treatment"]])
    v = _variance(data, at)
    w = np.linalg.inv(v)
    cross = x.T @ w @ x
    left = y - x @ np.linalg.solve(cross, x.T @ w @ y)
    logs = np.linalg.slogdet(v)[1] + np.linalg.slogdet(cross)[1]
    return float((len(y) - 2) * np.log(2 * np.pi) + logs + left @ w @ left)


def reml_nu(data: dict[str, list[Any]], at: tuple[float, float, float]) -> float:
    """Degrees of freedom from the expected information, derivatives by differences."""
    x = np.column_stack([np.ones(len(data["outcome"])), data["treatment"]])
    w = np.linalg.inv(_variance(data, at))
    p = w - w @ x @ np.linalg.inv(x.T @ w @ x) @ x.T @ w
    changes = []
    for place in range(3):
        step = 1e-6 * max(abs(at[place]), 1e-3)
        up = tuple(value + step * (place == k) for k, value in enumerate(at))
        down = tuple(value - step * (place == k) for k, value in enumerate(at))
        changes.append((_variance(data, up) - _variance(data, down)) / (2 * step))  # type: ignore[arg-type]
    information = np.array([[np.trace(p @ a @ p @ b) / 2 for b in changes] for a in changes])
    toward = np.array([1.0, 1.0, 0.0])
    return float(2 * (at[0] + at[1]) ** 2 / (toward @ np.linalg.solve(information, toward)))


def _variance(data: dict[str, list[Any]], at: tuple[float, float, float]) -> np.ndarray:
    case, time = np.array(data["case"]), np.array(data["session"])
    same = (case[:, None] == case[None, :]).astype(float)
    lags = np.abs(np.subtract.outer(time, time)).astype(float)
    return same * (at[0] + at[1] * at[2] ** lags)
