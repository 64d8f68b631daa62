"""Was the practice done as planned?"""

from __future__ import annotations

from collections.abc import Sequence

from kithwork.evidence.agreement.result import Agreement, missing
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.numeric import is_number

SAID = ("done", "partial", "not_done", "not_applicable")


def fidelity(steps: Sequence[str], *, partial: float = 0.5) -> Agreement:
    """Share of the applicable steps that were done, a partial step by a stated weight.

    Parameters
    ----------
    steps
        What was seen of each step: "done", "partial", "not_done" or "not_applicable".
    partial
        What a partial step counts, from 0 to 1; the answer's options say it.

    Returns
    -------
    Agreement
        ``n`` counts the applicable steps: one that could not be done is in neither count. None where no
        step applied.

    Raises
    ------
    BadData
        For another word, or a weight outside 0 to 1.

    Source: Gast & Ledford (2018), Single Case Research Methodology.
    """
    if not (is_number(partial) and 0 <= partial <= 1):
        raise refuse("bad_weight", f"A partial step counts from 0 to 1, not {partial!r}.")
    faults = [
        Fault("unknown_step", f"{step!r} is none of: {', '.join(SAID)}.", row, "steps")
        for row, step in enumerate(steps, start=1)
        if step not in SAID
    ]
    if faults:
        raise BadData(faults)
    weight = float(partial)
    counts = {word: list(steps).count(word) for word in SAID}
    applicable = len(steps) - counts["not_applicable"]
    options = {"partial": weight}
    if not applicable:
        return missing("fidelity", "nothing_to_compare", details=counts, options=options)
    value = (counts["done"] + weight * counts["partial"]) / applicable
    return Agreement("fidelity", value, n=applicable, details=counts, options=options)
