"""Writes docs/methods for the effect sizes, so that no page shows a number the code does not give.

python -m kithwork.evidence.tests.method_pages
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kithwork.evidence import registry
from kithwork.evidence.effects import INDICES
from kithwork.evidence.estimate import REASONS, Estimate
from kithwork.evidence.registry import card
from kithwork.evidence.tests import golden_calls
from kithwork.evidence.tests.golden_effects import cases_of, run

PAGES = Path(__file__).parents[4] / "docs" / "methods"
PAGE = """# {name}

`{id}`

{says}

| | |
|---|---|
| range | {range} |
| no change | {null} |
| equal scores | {ties} |

## What it does not say

{caution}

## A worked example

Baseline {baseline}; treatment {treatment}; better is an {improvement}{facts}.

```python
from kithwork.evidence.effects import effect_size

found = effect_size(
    {baseline},
    {treatment},
    "{id}",
    {words},
)
found.value  # {value}{uncertainty}
```

{told}

## Options

{options}

Direction is always said, never guessed. Sessions without data are left out; they are not zero.

## When there is no number

The answer is then empty, never zero, and says why. {missing}

## Source

{source}
"""


def page_of(index: str) -> str:
    """The page of one index, from its card and its first golden case."""
    told, case = card(index), cases_of(index)[0]
    found = run(index, case)
    words = {
        name: case[name] for name in ("improvement", "scale", "intervals", "goal") if name in case
    }
    return PAGE.format(
        id=index,
        name=told.name,
        says=told.says,
        range=told.range,
        null=told.null,
        ties=told.ties,
        caution=told.caution,
        baseline=_listed(case["baseline"]),
        treatment=_listed(case["treatment"]),
        improvement=case["improvement"],
        facts=_facts(case),
        words=",\n    ".join(
            f"{name}={value!r}".replace("'", '"') for name, value in words.items()
        ),
        value=_number(found.value),
        uncertainty=_uncertainty(found),
        told=_told(found),
        options=told.options,
        missing=_missing(found),
        source=told.source,
    )


def _listed(scores: list[Any]) -> str:
    return "[" + ", ".join(f"{score:g}" for score in scores) + "]"


def _facts(case: dict[str, Any]) -> str:
    facts = [f"scale {case['scale']}"] if case.get("scale", "other") != "other" else []
    facts += [f"{case[name]:g} {name}" for name in ("intervals",) if name in case]
    facts += [f"goal {case['goal']:g}"] if "goal" in case else []
    return "".join(f"; {fact}" for fact in facts)


def _number(value: float | None) -> str:
    return "None" if value is None else f"{value:.4g}"


def _uncertainty(found: Estimate) -> str:
    if found.se is None or found.ci is None:
        return ""
    low, high = found.ci
    return (
        f"\nfound.se  # {_number(found.se)}, {found.se_kind}"
        f"\nfound.ci  # {_number(low)} to {_number(high)}, {found.level:.0%}"
    )


def _told(found: Estimate) -> str:
    sessions = (
        f"{found.n_a} baseline and {found.n_b} treatment sessions gave {_number(found.value)}."
    )
    if found.se is not None:
        independent = "The standard error takes sessions as independent; look at the lag-1 autocorrelation beside it."
        return " ".join([sessions, independent, *found.warnings])
    return " ".join([sessions, *found.warnings])


def _missing(found: Estimate) -> str:
    usual = "A phase without scores leaves every index without a value."
    said = [REASONS[code] for code in found.reasons]
    return " ".join([usual, *said])


def write() -> None:
    for index in INDICES:
        (PAGES / f"{index}.md").write_text(page_of(index))
    golden_calls.write()
    (PAGES / "README.md").write_text(index_page())


def index_page() -> str:
    """All statistics by family, each with the sentence of its card."""
    lines = [
        "# Methods",
        "",
        "One page for each statistic of `kithwork.evidence`, for those who read numbers about people.",
        "",
    ]
    families: dict[str, list[str]] = {}
    for key in registry.FUNCTIONS:
        told = registry.card(key)
        families.setdefault(told.family, []).append(f"| [{told.name}]({key}.md) | {told.says} |")
    for family, rows in families.items():
        lines += [
            f"## {family.capitalize()}",
            "",
            "| statistic | what it says |",
            "|---|---|",
            *rows,
            "",
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    write()
