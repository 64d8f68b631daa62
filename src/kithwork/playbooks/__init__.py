"""Practices as data: what a practice says, read strictly, checked, and never running by itself.

A library of its own on pydantic. It knows nothing of Django and nobody's name. A practice is one TOML
file; adding one does not add a feature.

>>> from kithwork.playbooks import shipped
>>> shipped()["cwpt"].pair_life().every.unit
'week'
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Public name -> its module. Looked up when asked for, so that a command's help is quick.
_FROM = {
    "BadPlaybook": "faults",
    "Fault": "faults",
    "Overlay": "overlay",
    "Playbook": "schema",
    "Shelf": "load",
    "access_check": "events",
    "adjusted": "adjust",
    "as_variant": "adjust",
    "check": "lint",
    "check_file": "checking",
    "dictionary": "shared",
    "event_templates": "events",
    "facilitation": "shared",
    "in_language": "overlay",
    "numbers": "lint.numbers",
    "parse": "load",
    "questions": "shared",
    "read": "load",
    "read_overlay": "overlay",
    "reciprocal_roles": "shared",
    "rule_book": "shared",
    "shelf": "load",
    "shipped": "load",
    "template_in": "events",
    "template_languages": "events",
    "told": "tell",
}
__all__ = sorted(_FROM)


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"kithwork.playbooks has no {name!r}")
    return getattr(import_module(f"kithwork.playbooks.{_FROM[name]}"), name)


def __dir__() -> list[str]:
    return __all__
