"""What a person typed: how a problem comes back into the form it was typed in, and an id out of a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form, ModelMultipleChoiceField
from django.http import Http404

from kithwork.apps.foundation.problem import Problem


class SeveralOf(ModelMultipleChoiceField):
    """Several rows out of a list. A number no row can have is no choice; a database would refuse to look for it."""

    def clean(self, value: Any) -> Any:
        for one in value if isinstance(value, list | tuple) else ():
            if whole_or_none(str(one)) is None:
                said = self.error_messages["invalid_pk_value"]
                raise ValidationError(said, code="invalid_pk_value", params={"pk": str(one)[:20]})
        return super().clean(value)


def tried(form: Form, act: Callable[[], Any]) -> bool:
    """Whether the form holds and the action went through; otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except Problem as problem:
        form.add_error(None, str(problem))
        return False
    return True


def whole_or_none(text: str | None) -> int | None:
    """A number out of an address; None for what is none."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 12:
        return None
    return int(text)


def whole_or_404(text: str | None) -> int:
    """A row's id out of a form."""
    found = whole_or_none(text)
    if found is None:
        raise Http404
    return found
