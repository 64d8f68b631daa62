"""What a finding says, in words: its numbers, what they were compared with, and on which days they were seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from kithwork.apps.suggestions.checks import NAMES
from kithwork.apps.suggestions.metrics import METRICS

Found = Mapping[str, Any]
MOST_VALUES = 6


def sentence(found: Found) -> str:
    """One line of a finding as it was kept."""
    if "check" in found:
        return check_sentence(found)
    said = _SAYS.get(found["when"], _plainly)(found)
    return f"{said[:1].upper()}{said[1:]}."


def check_sentence(found: Found) -> str:
    """What stands before any student, in numbers; nobody is named."""
    return _CHECKS.get(found["check"], _unknown)(found)


def _unknown(found: Found) -> str:
    return _("No record says. You may know: %(check)s") % {"check": NAMES[found["check"]]}


def _dose(found: Found) -> str:
    if not found.get("told"):
        return _unknown(found)
    return ngettext(
        "%(held)s of %(told)s planned session was held; %(least)g %% is hoped for.",
        "%(held)s of %(told)s planned sessions were held; %(least)g %% is hoped for.",
        found["told"],
    ) % {"held": found["held"], "told": found["told"], "least": found["least"]}


def _fidelity(found: Found) -> str:
    if "pct" not in found:
        return _unknown(found)
    return _("The last look, on %(day)s, saw %(pct)s %% of the planned steps; %(least)g %% is hoped for.") % {
        "day": day(found["on"]), "pct": found["pct"], "least": found["least"],
    }  # fmt: skip


def _pairing(found: Found) -> str:
    if "metric" not in found:
        return _unknown(found)
    label = str(METRICS[found["metric"]].label)
    return _("In one pair: %(what)s, %(n)g of the last %(of)g.") % {
        "what": label, "n": found["total"] or 0, "of": found["of"],
    }  # fmt: skip


_CHECKS: dict[str, Callable[[Found], str]] = {
    "dose": _dose,
    "fidelity": _fidelity,
    "pairing": _pairing,
}


def _about(found: Found) -> dict[str, Any]:
    metric = METRICS.get(found["metric"])
    unit = metric.unit if metric else ""
    values = [number(point["value"], unit) for point in found["points"][-MOST_VALUES:]]
    limit = found["threshold"]
    return {
        "what": str(metric.label) if metric else found["metric"].replace("_", " "),
        "values": ", ".join(values) or _("nothing yet"),
        "limit": "" if limit is None else number(limit, unit),
        "n": int(found["parts"].get("n", 0)),
    }


def number(value: float | bool | None, unit: str = "") -> str:
    """80 %; 12.5; yes."""
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    said = f"{round(value, 1):g}"
    return f"{said} {unit}" if unit else said


def _below(found: Found) -> str:
    return _("%(what)s: %(values)s; looked for: under %(limit)s") % _about(found)


def _above(found: Found) -> str:
    return _("%(what)s: %(values)s; looked for: over %(limit)s") % _about(found)


def _at_least(found: Found) -> str:
    return _("%(what)s: %(values)s; looked for: %(limit)s or more") % _about(found)


def _at_most(found: Found) -> str:
    return _("%(what)s: %(values)s; looked for: %(limit)s or less") % _about(found)


def _under_line(found: Found) -> str:
    return ngettext(
        "%(what)s: %(n)s point in a row under the aim line (%(values)s)",
        "%(what)s: %(n)s points in a row under the aim line (%(values)s)",
        _about(found)["n"],
    ) % _about(found)


def _over_line(found: Found) -> str:
    return ngettext(
        "%(what)s: %(n)s point in a row over the aim line (%(values)s)",
        "%(what)s: %(n)s points in a row over the aim line (%(values)s)",
        _about(found)["n"],
    ) % _about(found)


def _slower(found: Found) -> str:
    slope = number(found["parts"].get("slope"))
    return _(
        "%(what)s: %(slope)s more each week over %(n)s points; the goal asks for %(limit)s"
    ) % (_about(found) | {"slope": slope})


def _no_rise(found: Found) -> str:
    return _("%(what)s: %(values)s; before it began %(limit)s") % _about(found)


def _dropped(found: Found) -> str:
    return _(
        "%(what)s: %(values)s since the adult stepped back; looked for: under %(limit)s"
    ) % _about(found)


def _steady(found: Found) -> str:
    return _("%(what)s: the same all the while (%(values)s)") % _about(found)


def _again(found: Found) -> str:
    n = int(found["parts"].get("held", 0))
    return ngettext(
        "%(n)s pair of the next draw was together lately",
        "%(n)s pairs of the next draw were together lately",
        n,
    ) % {"n": n}


def _missing(found: Found) -> str:
    return _("%(what)s: none yet") % _about(found)


def _plainly(found: Found) -> str:
    return _("%(what)s: %(values)s") % _about(found)


_SAYS: dict[str, Callable[[Found], str]] = {
    "below": _below,
    "above": _above,
    "at_least": _at_least,
    "at_most": _at_most,
    "reached": _at_least,
    "all_below_aim_line": _under_line,
    "all_above_aim_line": _over_line,
    "slope_below_goal": _slower,
    "no_rise_over_baseline": _no_rise,
    "drop_over": _dropped,
    "unchanged": _steady,
    "not_falling": _steady,
    "would_repeat": _again,
    "is_missing": _missing,
}


# Where a rule's numbers come from. Only the first is ever called research.
SOURCES = {
    "V": _lazy("seen in print"),
    "K": _lazy("common knowledge of the field, not yet seen in print by us"),
    "D": _lazy("our default, which a school may change"),
}


def source_words(tag: str | None) -> str:
    return str(SOURCES.get(tag or "D", SOURCES["D"]))


def day(iso: str | None) -> str:
    return date_format(date.fromisoformat(iso), "F j") if iso else ""


def days_of(findings: list[Found]) -> str:
    """From the first to the last day of the points; empty where they have none."""
    days = sorted(point["on"] for one in findings for point in one.get("points", ()) if point["on"])
    if not days:
        return ""
    if days[0] == days[-1]:
        return day(days[0])
    return _("%(first)s to %(last)s") % {"first": day(days[0]), "last": day(days[-1])}
