"""Of the chances there were, how many were taken well?"""

from __future__ import annotations

from numbers import Integral

from kithwork.evidence.faults import refuse
from kithwork.evidence.recording.record import Measure


def opportunity_percent(correct: int, opportunities: int) -> Measure:
    """Correct responses over opportunities, 0 to 1; None where there was no opportunity.

    Raises BadData for counts that are no whole numbers of zero or more, or more correct than chances.

    Source: Cooper, Heron & Heward (2020), Applied Behavior Analysis.
    """
    for name, value in (("correct", correct), ("opportunities", opportunities)):
        if isinstance(value, bool) or not isinstance(value, Integral) or value < 0:
            raise refuse(
                "bad_count", f"{value!r} is not a whole number of zero or more.", column=name
            )
    if correct > opportunities:
        raise refuse(
            "bad_count", f"{correct} of {opportunities} is not possible.", column="correct"
        )
    correct, opportunities = int(correct), int(opportunities)
    details = {"correct": correct, "opportunities": opportunities}
    if not opportunities:
        return Measure(
            "opportunity_percent", None, "share", details=details, reasons=("no_opportunities",)
        )
    return Measure("opportunity_percent", correct / opportunities, "share", details=details)
