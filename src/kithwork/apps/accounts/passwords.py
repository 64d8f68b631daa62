"""What a password may be: any characters, no recipe, long enough, with an end, and not everybody's."""

from __future__ import annotations

import string

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_DIFFERENT = 5
RUNS = (string.digits * 20, string.ascii_lowercase * 5, "qwertyuiopasdfghjklzxcvbnm" * 5)


class MaximumLengthValidator:
    """A password has an end, so that nobody makes the server chew on a book."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("At most %(most)s characters.") % {"most": self.max_length}


class EverybodysPasswordValidator(CommonPasswordValidator):
    """The bundled list of common passwords, and what people make of them to reach twelve characters.

    The list itself holds mostly short ones: "password" is on it, "password2026!" is not.
    """

    def validate(self, password: str, user: object = None) -> None:
        text = password.lower().strip()
        core = _unit(text.strip(string.digits + string.punctuation + " "))
        is_common = {text, core} & (self.passwords | {settings.KITHWORK_PRODUCT_NAME.lower()})
        if is_common or len(set(text)) < FEWEST_DIFFERENT or _is_run(text):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("This password is one that many people would try. Choose a few words of your own.")


def _unit(text: str) -> str:
    """The shortest piece that `text` repeats: "monkeymonkey" is "monkey" twice."""
    return text[: (text + text).find(text, 1)] if text else text


def _is_run(text: str) -> bool:
    """Is it a walk along the digits, the alphabet or the keyboard, either way?"""
    return any(text in run or text[::-1] in run for run in RUNS)
