"""What a person says of a file: which column is which, and what its rows do not say themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.studies.actions import StudyFrame
from kithwork.apps.studies.file_read import FIELDS, NEEDED, guessed
from kithwork.apps.studies.forms import MeasureForm
from kithwork.apps.studies.models import Study
from kithwork.evidence.files import Choices

FILES = ".csv,.tsv,.txt,.json"
FIELD_WORDS = {
    "case": _("Case"), "session": _("Session"), "phase": _("Phase"), "value": _("Score"), "outcome": _("Outcome"),
    "date": _("Day"), "agreement": _("Agreement of two observers, in percent"),
}  # fmt: skip


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": FILES}),
        help_text=_("CSV with one row for each session, or JSON with one object for each case. At most 1 MB."),
    )  # fmt: skip


class MatchForm(MeasureForm):
    """Columns of the file, and what holds for all of it. With a frame where the study is only now started."""

    title = forms.CharField(label=_("Title of the study"), max_length=120, required=False)
    design = forms.ChoiceField(label=_("Design"), choices=Study.Design.choices, required=False)
    source = forms.ChoiceField(
        label=_("Where the data come from"), choices=Study.Source.choices, required=False
    )

    def __init__(self, *args: Any, header: Sequence[str] | None, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["improvement"].required = False
        self.is_new = is_new
        self.columns: list[str] = []
        if is_new:
            self.fields["title"].required = self.fields["design"].required = True
            self.fields["source"].required = True
        else:
            for name in ("title", "design", "source"):
                del self.fields[name]
        if header is None:
            return
        places = [("", _("Not in this file")), *((str(n), name) for n, name in enumerate(header))]
        guess = guessed(header)
        for name in FIELDS:
            self.columns.append(f"column_{name}")
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=FIELD_WORDS[name], choices=places, required=name in NEEDED,
                initial=str(guess[name]) if name in guess else "",
            )  # fmt: skip

    @property
    def column_fields(self) -> list[Any]:
        return [self[name] for name in self.columns]

    def _said(self, name: str) -> Any:
        if self.is_bound:
            return self.cleaned_data.get(name) if hasattr(self, "cleaned_data") else None
        return self.get_initial_for_field(self.fields[name], name)

    def chosen_columns(self) -> dict[str, int]:
        found = {name.removeprefix("column_"): self._said(name) for name in self.columns}
        return {name: int(place) for name, place in found.items() if place not in (None, "")}

    def chosen(self) -> Choices:
        return Choices(
            improvement=self._said("improvement") or None, scale=self._said("scale") or None,
            minutes=self._said("minutes"), intervals=self._said("intervals"), goal=self._said("goal"),
        )  # fmt: skip

    def as_kept(self) -> dict[str, object]:
        """How the file was read, to be kept beside it."""
        said = self.chosen()
        return {
            "columns": self.chosen_columns(), "improvement": said.improvement, "scale": said.scale,
            "minutes": said.minutes, "intervals": said.intervals, "goal": said.goal,
        }  # fmt: skip

    def frame(self) -> StudyFrame:
        said = self.cleaned_data
        return StudyFrame(said["title"], said["design"], source=said["source"])
