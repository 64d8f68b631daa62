"""The link in a letter: the number of the question, signed. Nothing that opens it is kept anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

import qrcode
import qrcode.image.svg
from django.core.signing import BadSignature, Signer

from kithwork.apps.consents.models import Ask

_signer = Signer(sep=".", salt="kithwork.consents.ask")


def token_of(ask: Ask) -> str:
    """What stands at the end of the link: 256 bits nobody can guess, the same when it is printed again."""
    return _signer.sign(str(ask.pk))


def ask_of(token: str) -> Ask | None:
    """The question a link names; None when it is not one of ours."""
    try:
        number = _signer.unsign(token)
    except BadSignature:
        return None
    return Ask.objects.select_related("student__school", "guardian").filter(pk=number).first()


@dataclass(frozen=True, slots=True)
class Code:
    """A picture for a camera: an SVG path of squares of one unit, and how many stand in a row."""

    size: int
    path: str


def code_of(link: str) -> Code:
    """The link as a QR code."""
    code = qrcode.QRCode(border=0, image_factory=qrcode.image.svg.SvgPathImage, box_size=10)
    code.add_data(link)
    svg = code.make_image().to_string(encoding="unicode")
    found = re.search(r' d="([^"]+)"', svg)
    return Code(code.modules_count, found.group(1) if found else "")
