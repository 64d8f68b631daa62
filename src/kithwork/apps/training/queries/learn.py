"""What somebody sees of their own training: pieces, where they are in one, and what they agreed to. Cards only."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from kithwork.apps.consents.texts import day_words
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.training.agreement_texts import PARTS, how_words
from kithwork.apps.training.models import Agreement, Progress, Signature
from kithwork.apps.training.orientation import Picture, Piece, Question, piece_of, pieces
from kithwork.apps.training.policies import Learner, visible_agreements


@dataclass(frozen=True, slots=True)
class PieceRow:
    """One piece in the list. No score: it is done, begun, or new."""

    id: str
    title: str
    minutes: int
    is_done: bool
    is_begun: bool


@dataclass(frozen=True, slots=True)
class OwnAgreement:
    id: int
    title: str
    language: str
    waits_for_me: bool


@dataclass(frozen=True, slots=True)
class LearnPage:
    rows: tuple[PieceRow, ...]
    done: int
    next: PieceRow | None
    agreements: tuple[OwnAgreement, ...]

    @property
    def is_finished(self) -> bool:
        return self.next is None


@dataclass(frozen=True, slots=True)
class Choice:
    number: int
    option: Picture
    is_chosen: bool
    is_right: bool


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step of a piece: a card, the example, what to try, a question, or the end."""

    piece: Piece
    kind: str
    step: int
    of: int
    card: Picture | None = None
    question: Question | None = None
    choices: tuple[Choice, ...] = ()
    said: str = ""
    open_step: int | None = None

    @property
    def number(self) -> int:
        return min(self.step + 1, self.of)

    @property
    def before(self) -> int:
        return self.step - 1

    @property
    def after(self) -> int:
        return self.step + 1


def piece_or_404(learner: Learner, key: str, language: str) -> Piece:
    piece = piece_of(key, language)
    if piece is None or piece.audience not in learner.audiences:
        raise Http404
    return piece


def progress_of(learner: Learner, piece: Piece) -> Progress | None:
    rows = Progress.objects.filter(**learner.key, piece=piece.id, version=piece.version)
    return rows.first()


def learn_page(viewer: Viewer, learner: Learner, language: str) -> LearnPage:
    """Every piece of this person, in order, and which one to go on with."""
    held = {(row.piece, row.version): row for row in Progress.objects.filter(**learner.key)}
    rows = []
    for piece in pieces(language):
        if piece.audience not in learner.audiences:
            continue
        row = held.get((piece.id, piece.version))
        is_done = row is not None and row.done_on is not None
        begun = row is not None and not is_done and (row.step > 0 or bool(row.right))
        rows.append(PieceRow(piece.id, piece.title, piece.minutes, is_done, begun))
    todo = [row for row in rows if not row.is_done]
    first = next((row for row in todo if row.is_begun), todo[0] if todo else None)
    own = own_agreements(viewer) if learner.student else ()
    return LearnPage(tuple(rows), len(rows) - len(todo), first, own)


def own_agreements(viewer: Viewer) -> tuple[OwnAgreement, ...]:
    rows = visible_agreements(viewer).filter(ended_on__isnull=True).prefetch_related("signatures")
    return tuple(
        OwnAgreement(row.pk, row.text["title"], row.language, not _has(row)) for row in rows
    )


def _has(agreement: Agreement) -> bool:
    return any(one.part == Signature.Part.PEER for one in agreement.signatures.all())


def step_page(piece: Piece, row: Progress | None, said: str = "") -> StepPage:
    """Where they are. `said` is the answer just given, by its number."""
    of, step = piece.steps + len(piece.check), row.step if row else 0
    cards = len(piece.cards)
    if step < cards:
        return StepPage(piece, "card", step, of, card=piece.cards[step])
    if step < piece.steps:
        return StepPage(piece, "example" if step == cards else "try", step, of)
    right = set(row.right) if row else set()
    if step < of:
        return _question(piece, step, of, said)
    waiting = [n for n, one in enumerate(piece.check) if one.id not in right]
    back = piece.steps + waiting[0] if waiting else None
    return StepPage(piece, "end", step, of, open_step=back)


def _question(piece: Piece, step: int, of: int, said: str) -> StepPage:
    question = piece.check[step - piece.steps]
    chosen = int(said) if said.isdecimal() and int(said) < len(question.options) else None
    fits = chosen == question.right
    choices = tuple(
        Choice(n, option, n == chosen, fits and n == chosen)
        for n, option in enumerate(question.options)
    )
    told = "" if chosen is None else ("right" if fits else "again")
    return StepPage(piece, "check", step, of, question=question, choices=choices, said=told)


@dataclass(frozen=True, slots=True)
class SignedPart:
    part: str
    label: str
    name: str
    on: str
    how: str


def parts_of(agreement: Agreement) -> tuple[SignedPart, ...]:
    """The three signatures in their order, signed or not."""
    held = {one.part: one for one in agreement.signatures.all()}
    found = []
    for part in PARTS[agreement.kind]:
        one = held.get(part)
        found.append(
            SignedPart(
                part,
                agreement.text["signers"][part],
                one.name if one else "",
                day_words(one.on, agreement.language) if one else "",
                how_words(one.how, agreement.language) if one else "",
            )
        )
    return tuple(found)
