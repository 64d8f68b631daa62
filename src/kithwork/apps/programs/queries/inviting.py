"""The recruitment kit with the school's own words, and what each way of inviting brought."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs import wording
from kithwork.apps.programs.kit import LANGUAGES, PIECES, PIECES_FOR, Piece, piece
from kithwork.apps.programs.models import Invitation, OwnWords, Program


@dataclass(frozen=True, slots=True)
class KitPage:
    """Each language with its words, where they are written, and the pieces to print."""

    languages: tuple[tuple[str, str, OwnWords | None], ...]
    pieces: tuple[tuple[str, str, str], ...]

    @property
    def written(self) -> list[tuple[str, str]]:
        return [(key, name) for key, name, words in self.languages if words is not None]


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One way of inviting: how often, and what it brought. A number nobody typed in stays unknown."""

    channel: str
    name: str
    is_broad: bool | None
    best_for: str
    rows: tuple[Invitation, ...]
    views: int | None
    sign_ups: int | None


def kit_page(program: Program) -> KitPage:
    rows = {row.language: row for row in program.own_words.all()}
    return KitPage(
        languages=tuple((key, name, rows.get(key)) for key, name in LANGUAGES.items()),
        pieces=tuple((key, str(name), str(PIECES_FOR[key])) for key, name in PIECES.items()),
    )


def own_words(program: Program, language: str) -> OwnWords | None:
    if language not in LANGUAGES:
        raise Http404
    return program.own_words.filter(language=language).first()


def words_to_begin_with(program: Program, language: str) -> dict[str, str]:
    """What stands, else what the program already says of itself, in the language it was decided in."""
    row = own_words(program, language)
    if row is not None:
        return {key: getattr(row, key) for key in ("name", "purpose", "who", "when", "ask")}
    begin = {"name": program.name}
    return begin if language != "en" else {**begin, "purpose": program.purpose[:200]}


def piece_or_404(program: Program, key: str, language: str) -> Piece:
    """One piece, filled in; not there where its words are not written in that language."""
    row = own_words(program, language)
    if row is None or key not in PIECES:
        raise Http404
    said = {name: getattr(row, name) for name in ("name", "purpose", "who", "when", "ask")}
    return piece(key, language, {**said, "school": program.school.name})


def channel_lines(viewer: Viewer, program: Program) -> list[ChannelLine]:
    """Every channel; the used ones first, by how many signed up."""
    rows = list(program.invitations.all())
    lines = [
        _line(channel, [one for one in rows if one.channel == channel])
        for channel in wording.CHANNELS
    ]
    return sorted(lines, key=lambda one: (not one.rows, -(one.sign_ups or 0)))


def _line(channel: str, rows: list[Invitation]) -> ChannelLine:
    views = [one.views for one in rows if one.views is not None]
    sign_ups = [one.sign_ups for one in rows if one.sign_ups is not None]
    return ChannelLine(
        channel=channel,
        name=str(wording.CHANNELS[channel]),
        is_broad=None if channel in wording.BROAD_OR_NOT else channel in wording.BROAD,
        best_for=str(wording.BEST_FOR[channel]),
        rows=tuple(rows),
        views=sum(views) if views else None,
        sign_ups=sum(sign_ups) if sign_ups else None,
    )
