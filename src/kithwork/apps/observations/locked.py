"""The key a device locks its work with: one for each person on each browser, and the same whenever it is asked for.

It follows from the key of the records, so it is kept nowhere. Shutting a device out is not giving it any more.
"""

from __future__ import annotations

from base64 import b64encode
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"kithwork capture key 1"


def key_for(user_id: int, device: UUID) -> str:
    """32 bytes in base64 for AES-256-GCM."""
    info = PURPOSE + f" {user_id} {device}".encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(
        settings.RECORD_KEY.encode()
    )
    return b64encode(key).decode()
