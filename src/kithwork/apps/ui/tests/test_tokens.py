"""Colours keep their contrast in both themes, and the two dark blocks say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[1] / "static" / "ui" / "tokens.css").read_text()
TEXT, PART = 4.5, 3.0

PAIRS = [
    ("text", "canvas", TEXT),
    ("text", "surface", TEXT),
    ("text", "sunken", TEXT),
    ("text-2", "canvas", TEXT),
    ("text-2", "surface", TEXT),
    ("text-2", "sunken", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-hover", TEXT),
    ("brand", "surface", TEXT),
    ("brand", "canvas", TEXT),
    ("on-brand-tint", "brand-tint", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent-tint", "accent-tint", TEXT),
    ("accent-text", "surface", TEXT),
    ("voice", "surface", TEXT),
    ("on-voice-tint", "voice-tint", TEXT),
    ("info", "surface", TEXT),
    ("on-info-tint", "info-tint", TEXT),
    ("stop", "surface", TEXT),
    ("on-stop", "stop", TEXT),
    ("on-stop-tint", "stop-tint", TEXT),
    ("on-rail", "rail", TEXT),
    ("on-rail-2", "rail", TEXT),
    ("line-strong", "surface", PART),
    ("line-strong", "canvas", PART),
    ("line-strong", "sunken", PART),
    *[("on-a", f"a{number}", TEXT) for number in range(1, 9)],
]


def block_after(opening: str) -> dict[str, str]:
    start = CSS.index(opening) + len(opening)
    body = CSS[start : CSS.index("}", start)]
    return dict(re.findall(r"--c-([\w-]+):\s*(#[0-9A-Fa-f]{6})", body))


LIGHT = block_after("  :root {")
SYSTEM_DARK = block_after(':root:not([data-theme="light"]) {')
OWN_DARK = block_after(':root[data-theme="dark"] {')


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_two_dark_blocks_are_the_same():
    assert SYSTEM_DARK == OWN_DARK
    assert len(OWN_DARK) > 30


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "floor"), PAIRS)
def test_contrast_stays_readable(theme, text, ground, floor):
    colours = LIGHT if theme == "light" else {**LIGHT, **OWN_DARK}
    assert contrast(colours[text], colours[ground]) >= floor
