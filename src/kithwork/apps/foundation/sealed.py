"""What a device must keep that nobody may read there: sealed to a key that only this server has.

The device knows the public half. It seals with a key of the moment (ECDH on P-256, HKDF-SHA-256, AES-256-GCM),
so it cannot open again what it sealed. The private half follows from the secret key; former secret keys
open what was sealed before a change.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

CURVE = ec.SECP256R1()
# The order of the curve's group (SEC 2, section 2.4.2): a private key lies below it.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
FOR_KEY, FOR_LETTER = b"kithwork sealing key 1", b"kithwork sealed letter 1"
POINT, NONCE = 65, 12


class UnreadableError(ValueError):
    """It was sealed for another server, or somebody touched it."""


def public_key() -> str:
    """The public half, as devices keep it: the point, uncompressed, in base64."""
    point = _private(settings.SECRET_KEY).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return b64encode(raw).decode()


def unseal(sealed: str, bound_to: str) -> bytes:
    """Open what a device sealed for `bound_to`. Raises UnreadableError."""
    try:
        raw = b64decode(sealed, validate=True)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw[:POINT])
    except ValueError:
        raise UnreadableError from None
    nonce, locked = raw[POINT : POINT + NONCE], raw[POINT + NONCE :]
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        key = _derived(_private(secret).exchange(ec.ECDH(), theirs), FOR_LETTER)
        try:
            return AESGCM(key).decrypt(nonce, locked, bound_to.encode())
        except (InvalidTag, ValueError):
            continue
    raise UnreadableError


@cache
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    # 16 bytes more than the order has, so that the remainder favours no key.
    number = int.from_bytes(_derived(secret.encode(), FOR_KEY, length=48))
    return ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)


def _derived(secret: bytes, info: bytes, length: int = 32) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)
