"""How wide a label is, near enough to keep labels apart, and where to break it."""

from __future__ import annotations

import unicodedata

# Widths of Atkinson Hyperlegible Next in bold, as shares of the type size, rounded up to a tenth.
_WIDTHS = {
    0.34: " !'(),.:;[]`ijl|",
    0.44: '"-/1I\\_frt{}',
    0.54: "*7?csvxyz~",
    0.74: "&0ACDGHKNOUXw",
    0.84: "#@Q",
    0.94: "MW%m",
}
_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_USUAL, _WIDE = 0.64, 1.05
# Nothing said of a person should need a word longer than this, in pixels; what does is broken.
LONGEST_WORD = 180.0


def width_of(text: str, size: float) -> float:
    """About how many pixels a line of text takes, rather more than less."""
    return size * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in _OF:
        return _OF[letter]
    if unicodedata.combining(letter):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _USUAL


def wrap(text: str, most: float, size: float) -> list[str]:
    """The text in lines of about ``most`` pixels. A word is broken only when it is very long."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size) > most:
            lines.append(line)
            longer = word
        *whole, line = _pieces(longer, max(most, LONGEST_WORD), size)
        lines += whole
    return [*lines, line] if line else lines


def _pieces(text: str, most: float, size: float) -> list[str]:
    pieces, piece = [], ""
    for letter in text:
        if piece and width_of(piece + letter, size) > most:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
