"""The JSON Schema of a playbook, as published: docs/reference/playbook.schema.json."""

from __future__ import annotations

import json
from typing import Any

from kithwork.playbooks.schema import Playbook


def schema_text() -> str:
    """The schema as JSON text, the same on every machine."""
    body = _untitled(Playbook.model_json_schema())
    body["title"] = "Kithwork playbook"
    body["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _untitled(value: Any) -> Any:
    """Without the titles the generator makes up from names: half of the text, and nothing said."""
    if isinstance(value, dict):
        return {
            key: _untitled(inner)
            for key, inner in value.items()
            if key != "title" or not isinstance(inner, str)
        }
    return [_untitled(inner) for inner in value] if isinstance(value, list) else value
