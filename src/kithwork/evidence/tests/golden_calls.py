"""Golden cases of statistics that are called with plain arguments, and their pages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kithwork.evidence import registry
from kithwork.evidence.recording import Recording

GOLDEN = Path(__file__).parent / "golden"
PAGES = Path(__file__).parents[4] / "docs" / "methods"
FAMILIES = {"agreement", "groups", "recording", "significance"}
PAGE = """# {name}

`{id}`

{says}

| | |
|---|---|
| range | {range} |
| chance, or no change | {null} |
| ties | {ties} |

## What it does not say

{caution}

## A worked example

```python
from {module} import {function}

found = {name_of}({call})
{answers}
```

## Options

{options}

Where there is nothing to compute from, the answer is empty, never zero, and its reasons say why.

## Source

{source}
"""


def keys() -> list[str]:
    """The statistics of these families, as the registry lists them."""
    return [key for key in registry.FUNCTIONS if registry.card(key).family in FAMILIES]


def cases_of(key: str) -> list[dict[str, Any]]:
    (path,) = (
        path
        for path in sorted(GOLDEN.glob(f"{key}_*.toml"))
        if tomllib.loads(path.read_text())["statistic"] == key
    )
    found: list[dict[str, Any]] = tomllib.loads(path.read_text())["case"]
    return found


def run(key: str, case: dict[str, Any]) -> Any:
    arguments = [Recording(**one) if isinstance(one, dict) else one for one in case["arguments"]]
    return registry.function(key)(*arguments, **case.get("options", {}))


def part_of(found: Any, name: str) -> Any:
    """A part of an answer; "result" is the answer itself where it is a plain number or list."""
    return found if name == "result" else getattr(found, name)


def page_of(key: str) -> str:
    """The page of one statistic, from its card and its first golden case."""
    told, case = registry.card(key), cases_of(key)[0]
    module, function = registry.FUNCTIONS[key].split(":")
    given = [_shown(argument) for argument in case["arguments"]]
    given += [f"{name}={_shown(value)}" for name, value in case.get("options", {}).items()]
    call = ", ".join(given)
    if len(call) > 70:
        call = "\n" + "".join(f"    {each},\n" for each in given)
    found = run(key, case)
    return PAGE.format(
        id=key,
        name=told.name,
        says=told.says,
        range=told.range,
        null=told.null,
        ties=told.ties,
        caution=told.caution,
        module=module,
        function=f"Recording, {function}" if "Recording(" in call else function,
        name_of=function,
        call=call,
        answers="\n".join(_answer(name, part_of(found, name)) for name in case["expected"]),
        options=told.options,
        source=told.source,
    )


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"Recording({', '.join(f'{name}={_shown(one)}' for name, one in value.items())})"
    return repr(value).replace("'", '"')


def _answer(name: str, value: Any) -> str:
    place = "found" if name == "result" else f"found.{name}"
    if isinstance(value, tuple):
        return f"{place}  # {value[0]:.4g} to {value[1]:.4g}"
    if isinstance(value, list):
        return f"{place}[:3]  # " + ", ".join(f"{one:.4g}" for one in value[:3])
    return f"{place}  # {value:.4g}"


def write() -> None:
    for key in keys():
        (PAGES / f"{key}.md").write_text(page_of(key))
