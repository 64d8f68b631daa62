"""What a form for observing may say. Strict: an unknown word is a slip, told with its place."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kithwork.apps.observations.slips import first_slip

Kind = Literal["tally", "interval", "proximity", "opportunity", "rating", "checklist"]
Records = Literal["event", "duration", "latency", "interval", "opportunity", "rating", "step"]
MOST_PADS = {
    "tally": 7, "interval": 4, "proximity": 7, "opportunity": 4, "rating": 6, "checklist": 20,
}  # fmt: skip
# What a pad of each kind of form may record.
FITS: dict[str, frozenset[str]] = {
    "tally": frozenset({"event", "duration", "latency"}),
    "interval": frozenset({"interval"}),
    # At each cue one of its interval pads is chosen; the others count in between.
    "proximity": frozenset({"interval", "event"}),
    "opportunity": frozenset({"opportunity"}),
    "rating": frozenset({"rating"}),
    "checklist": frozenset({"step"}),
}
CUED = frozenset({"interval", "proximity"})
# What a tape says of the session itself.
ABOUT_THE_SESSION = frozenset({"pause", "go", "hide", "seen"})
Words = Annotated[str, Field(min_length=1, max_length=60)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,3}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Pad(Strict):
    """One thing to watch, and how it is recorded."""

    code: Code
    behaviour: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    label: Words
    who: Literal["student", "partner", "adult", "pair"] = "student"
    records: Records
    icon: Annotated[str, Field(pattern=r"^[a-z0-9-]*$", max_length=40)] = ""


class Interval(Strict):
    """How a session is cut, and how its observer is told, without a sound."""

    method: Literal["partial", "whole", "momentary"]
    seconds: Annotated[int, Field(ge=5, le=600)]
    cue: Literal["vibrate", "flash", "none"] = "vibrate"


class Level(Strict):
    """How much help an answer took."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9]{1,4}$")]
    label: Words


class Scale(Strict):
    """A rating from low to high, its steps in words."""

    low: Annotated[int, Field(ge=0, le=10)]
    high: Annotated[int, Field(ge=1, le=10)]
    anchors: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _has_room(self) -> Scale:
        if self.high <= self.low:
            raise ValueError("high must be above low")
        if self.anchors and len(self.anchors) != self.high - self.low + 1:
            raise ValueError("give one anchor for each step, or none")
        return self


class InstrumentText(Strict):
    """A form as devices get it."""

    kind: Kind
    minutes: Annotated[int, Field(ge=1, le=240)] = 10
    pads: Annotated[tuple[Pad, ...], Field(min_length=1)]
    interval: Interval | None = None
    levels: tuple[Level, ...] = ()
    scale: Scale | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> InstrumentText:
        codes = [pad.code for pad in self.pads]
        if len(set(codes)) < len(codes):
            raise ValueError("two pads share a code")
        if taken := ABOUT_THE_SESSION & set(codes):
            raise ValueError(f"“{min(taken)}” is a word about the session, and no pad's code")
        if len(self.pads) > MOST_PADS[self.kind]:
            raise ValueError(f"at most {MOST_PADS[self.kind]} pads fit on a {self.kind} form")
        if any(pad.records not in FITS[self.kind] for pad in self.pads):
            raise ValueError(f"a {self.kind} form records {', '.join(sorted(FITS[self.kind]))}")
        if sum(pad.records == "duration" for pad in self.pads) > 1:
            raise ValueError("only one pad keeps time")
        if (self.kind in CUED) != (self.interval is not None):
            raise ValueError("an interval form says its interval, and no other does")
        if self.kind == "proximity":
            self._asks_for_one_place()
        if (self.kind == "rating") != (self.scale is not None):
            raise ValueError("a rating form says its scale, and no other does")
        if self.kind == "opportunity" and not self.levels:
            raise ValueError("an opportunity form says its levels of help")
        return self

    def _asks_for_one_place(self) -> None:
        if self.interval is not None and self.interval.method != "momentary":
            raise ValueError("where an adult is, is asked at each cue; choose that method")
        if sum(pad.records == "interval" for pad in self.pads) < 2:
            raise ValueError("give two places or more to choose from at each cue")

    def pad(self, code: str) -> Pad | None:
        return next((pad for pad in self.pads if pad.code == code), None)


def read_text(raw: object) -> InstrumentText | str:
    """The form, or a sentence that says what is wrong and where."""
    try:
        return InstrumentText.model_validate(raw)
    except ValidationError as wrong:
        return first_slip(wrong)
