"""What stood before a change, signed and carried by the Undo button itself.

The person holds it for a moment; the server keeps nothing. It can be used once:
when something else has changed since, the digest no longer fits and nothing is done.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem

SALT = "kithwork.schools.undo"
KEPT_FOR_SECONDS = 12 * 60 * 60


def pack(kind: str, before: Any, after: Any) -> str:
    """Sign what stood before, with a digest of what stands now."""
    content = {"kind": kind, "before": before, "after": digest_of(after)}
    return signing.dumps(content, salt=SALT, compress=True)


def unpack(kind: str, token: str) -> tuple[Any, str]:
    """What stood before and the digest of what should stand now. Raises Problem on any doubt."""
    try:
        content = signing.loads(token, salt=SALT, max_age=KEPT_FOR_SECONDS)
    except signing.BadSignature:
        content = {}
    if content.get("kind") != kind:
        raise Problem(_("This can no longer be undone. Change it by hand instead."))
    return content["before"], content["after"]


def check_unchanged(now: Any, digest: str) -> None:
    if digest_of(now) != digest:
        raise Problem(
            _("Something here was changed since, so nothing was undone. Change it by hand instead.")
        )


def digest_of(rows: Any) -> str:
    return sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()
