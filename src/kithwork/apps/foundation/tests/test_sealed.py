"""Sealed on a device, opened here, and by nobody else."""

import os
from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kithwork.apps.foundation.sealed import (
    CURVE,
    FOR_LETTER,
    UnreadableError,
    _derived,
    public_key,
    unseal,
)


def seal(text: bytes, bound_to: str) -> str:
    """As ui/sealed.js does it."""
    server = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, b64decode(public_key()))
    moment, nonce = ec.generate_private_key(CURVE), os.urandom(12)
    key = _derived(moment.exchange(ec.ECDH(), server), FOR_LETTER)
    point = moment.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return b64encode(point + nonce + AESGCM(key).encrypt(nonce, text, bound_to.encode())).decode()


def test_what_was_sealed_opens_again_also_after_the_secret_key_changed(settings):
    sealed = seal(b"She said stop.", "letter 1")
    assert unseal(sealed, "letter 1") == b"She said stop."
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, quite as long as the first"
    assert unseal(sealed, "letter 1") == b"She said stop."
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(UnreadableError):
        unseal(sealed, "letter 1")


@pytest.mark.parametrize("touch", ["bound", "last", "point", "short", "letters", ""])
def test_what_was_touched_does_not_open(touch):
    sealed = seal(b"She said stop.", "letter 1")
    raw = bytearray(b64decode(sealed))
    raw[-1] ^= 1
    point = bytearray(b64decode(sealed))
    point[3] ^= 1
    given = {
        "bound": sealed,
        "last": b64encode(bytes(raw)).decode(),
        "point": b64encode(bytes(point)).decode(),
        "short": sealed[:40],
        "letters": "not base64 at all!",
        "": "",
    }[touch]
    with pytest.raises(UnreadableError):
        unseal(given, "letter 2" if touch == "bound" else "letter 1")
