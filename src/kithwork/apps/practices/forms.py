"""What a person types about a list to practise, and the text of a practice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.practices.actions import ContentFrame
from kithwork.apps.practices.lines import Lines, as_text, read_file, read_lines
from kithwork.apps.practices.models import ContentSet
from kithwork.apps.practices.words import LANGUAGES

MIB = 1024 * 1024
KINDS = [
    (ContentSet.Kind.SPELLING.value, _("Spelling words")),
    (ContentSet.Kind.FACTS.value, _("Facts")),
    (ContentSet.Kind.VOCABULARY.value, _("Words and meanings")),
    (ContentSet.Kind.QUESTIONS.value, _("Questions and answers")),
    (ContentSet.Kind.PASSAGES.value, _("Passages to read")),
]


def show_instead(form: forms.Form, field: str, text: str) -> None:
    """What a file said stands in the box, to be mended there."""
    form.data = {**form.data.dict(), field: text}  # type: ignore[attr-defined]


class ContentForm(forms.Form):
    """A list: its name and kind, and its lines, typed or from a file."""

    use_required_attribute = False  # a file takes the place of the lines

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("What it holds"), choices=KINDS)
    subject = forms.CharField(label=_("Subject"), max_length=80, required=False)
    level = forms.CharField(
        label=_("Level"),
        max_length=20,
        required=False,
        help_text=_("As your school writes levels."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("The school's own")), *LANGUAGES.items()],
    )
    lines = forms.CharField(
        label=_("The list"),
        error_messages={"required": _("Type or paste the list, or choose a file.")},
        strip=False,
        max_length=MIB,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=_(
            "One on a line, with a tab or a comma before the answer; a spreadsheet's rows can be pasted. "
            "Spelling words need no answer. Leave an empty line between passages, and write “Level: 3” above "
            "one to give it a level."
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_(
            "CSV with the columns prompt, answer and level. It takes the place of what stands above."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, is_kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read = Lines()
        self.fields["lines"].required = not self.files.get("file")
        if is_kept:
            self.fields["kind"].disabled = True

    def clean_file(self) -> Any:
        given = self.cleaned_data.get("file")
        if given and given.size > MIB:
            raise forms.ValidationError(
                _("This file is larger than 1 MB. Make several lists of it.")
            )
        return given

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "kind" not in data or self.errors:
            return data
        given = data.get("file")
        if given:
            self.read = read_file(data["kind"], given.read())
            show_instead(self, "lines", as_text(data["kind"], self.read.items))
        else:
            self.read = read_lines(data["kind"], data.get("lines", ""))
        for fault in self.read.faults[:20]:
            self.add_error("file" if given else "lines", str(fault))
        return data

    @property
    def frame(self) -> ContentFrame:
        data = self.cleaned_data
        return ContentFrame(
            data["name"], data["kind"], data["subject"], data["level"], data["language"]
        )


class PlaybookForm(forms.Form):
    """The text of a practice, typed or uploaded."""

    use_required_attribute = False  # a file takes its place

    text = forms.CharField(
        label=_("The practice"),
        error_messages={"required": _("Write a practice, or choose a file.")},
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "wrap": "off"}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("A TOML file. It takes the place of what stands above."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,.txt"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = not self.files.get("file")

    def clean_file(self) -> Any:
        given = self.cleaned_data.get("file")
        if given and given.size > MIB:
            raise forms.ValidationError(
                _("This file is larger than 1 MB. A practice is far smaller.")
            )
        return given

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = data.get("file")
        if given:
            try:
                data["text"] = given.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("This file is not UTF-8 text. Save it as UTF-8."))
            show_instead(self, "text", data.get("text", ""))
        return data
