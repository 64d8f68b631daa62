"""What opens the door: secrets of badges and devices, pictures, class codes. Pure but for the hasher."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kithwork.apps.entrances.limits import limit

BADGE_BYTES = 16  # 128 bits: nobody guesses it
DEVICE_BYTES = 32
# Without the letters and digits that are read for one another.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6

PICTURES = {
    "sun": _("Sun"),
    "moon": _("Moon"),
    "tree": _("Tree"),
    "house": _("House"),
    "boat": _("Boat"),
    "fish": _("Fish"),
    "cup": _("Cup"),
    "key": _("Key"),
    "ball": _("Ball"),
    "bell": _("Bell"),
    "kite": _("Kite"),
    "leaf": _("Leaf"),
}

# In the demo everybody of a class has these, and the page says so.
DEMO_PICTURES = ("sun", "moon", "tree", "house")


def digest_of(secret: str) -> str:
    # Random bits need no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()


def new_badge() -> str:
    return secrets.token_urlsafe(BADGE_BYTES)


def new_device() -> str:
    return secrets.token_urlsafe(DEVICE_BYTES)


def new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))


def code_as_typed(typed: str) -> str:
    """A code as somebody types it: small letters, spaces, a dash."""
    return "".join(c for c in typed.upper() if c.isalnum())[: CODE_LENGTH + 1]


def is_whole(chosen: Sequence[str]) -> bool:
    """As many pictures as a key has, and each one of ours."""
    return len(chosen) == limit("pictures_chosen") and all(one in PICTURES for one in chosen)


def draw_pictures() -> list[str]:
    return [secrets.choice(list(PICTURES)) for _place in range(limit("pictures_chosen"))]


def keep_pictures(chosen: Sequence[str]) -> str:
    return make_password(" ".join(chosen))


def opens(chosen: Sequence[str], kept: str | None) -> bool:
    """Whether these are the pictures. Somebody without any takes the same time to be refused."""
    said = " ".join(chosen)
    if kept is None:
        make_password(said)
        return False
    return check_password(said, kept)


def order_for(student_id: int) -> list[str]:
    """The twelve pictures in this student's own order, the same each day and another for a neighbour."""
    seed = salted_hmac("kithwork.entrances.order", str(student_id), secret=settings.RECORD_KEY)
    order = list(PICTURES)
    Random(seed.hexdigest()).shuffle(order)  # noqa: S311  an order on a screen, no secret
    return order


def address_as_kept(address: str) -> str:
    return salted_hmac(
        "kithwork.entrances.address", address, secret=settings.RECORD_KEY
    ).hexdigest()
