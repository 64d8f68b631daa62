"""What a person types about an idea for a role, with the three questions a colleague asks of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from kithwork.apps.practices.actions.role_idea import RoleFrame, questions
from kithwork.apps.practices.models import RoleIdea
from kithwork.apps.practices.queries.roles import WHOSE
from kithwork.apps.practices.words import BRINGS, GRADES, ROLE_PLACES
from kithwork.playbooks.lint.wording import BANNED

MOST_MINUTES = 180
TYPED = ("name", "gives", "receives", "prepare", "supports")


class LookForm(forms.Form):
    """Safe, dignified, both ways."""

    yes_to = forms.MultipleChoiceField(
        label=_("Before the school uses it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["yes_to"].choices = [(one.id, one.label) for one in questions()]


class RoleIdeaForm(LookForm):
    """An idea with its two sides; each side is asked for."""

    name = forms.CharField(label=_("What do two students do?"), max_length=80)
    place = forms.ChoiceField(label=_("Where?"), choices=ROLE_PLACES.items())
    gives = forms.CharField(label=_("What does one give?"), max_length=200)
    receives = forms.CharField(
        label=_("What comes back?"),
        max_length=200,
        help_text=_("What the partner gives, now or when they swap."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES)
    grades = forms.MultipleChoiceField(
        label=_("For which grades?"),
        choices=GRADES.items(),
        widget=forms.CheckboxSelectMultiple,
    )
    brings = forms.MultipleChoiceField(
        label=_("The giving side can be done with"),
        required=False,
        choices=BRINGS.items(),
        widget=forms.CheckboxSelectMultiple,
    )
    prepare = forms.CharField(label=_("What has to be ready?"), max_length=200, required=False)
    supports = forms.CharField(
        label=_("What makes it possible for everyone?"), max_length=200, required=False
    )
    whose = forms.ChoiceField(label=_("Whose idea is it?"), choices=WHOSE.items())

    field_order = (
        "name", "place", "gives", "receives", "minutes", "grades", "brings", "prepare",
        "supports", "whose", "yes_to",
    )  # fmt: skip

    def __init__(self, *args: Any, may_look: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_look:
            del self.fields["yes_to"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in TYPED:
            data[name] = " ".join(data.get(name, "").split())
            found = BANNED.search(data[name])
            if found:
                self.add_error(
                    name,
                    say("“%(word)s” is a word we do not use. Say partner, or what each one does.")
                    % {"word": found.group()},
                )
        return data

    @property
    def frame(self) -> RoleFrame:
        data = self.cleaned_data
        return RoleFrame(
            **{name: data[name] for name in (*TYPED, "place", "minutes", "whose")},
            grades=tuple(data["grades"]),
            brings=tuple(data["brings"]),
        )


def said_of(idea: RoleIdea) -> dict[str, Any]:
    """An idea as the form's beginning, to write it anew."""
    names = (*TYPED, "place", "minutes", "whose", "grades", "brings")
    return {name: getattr(idea, name) for name in names}
