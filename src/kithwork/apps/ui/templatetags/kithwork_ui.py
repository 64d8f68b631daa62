"""Tags of the components: icons, avatars, names that can hide, pairs of equals."""

from __future__ import annotations

import json
from datetime import date
from zlib import crc32

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kithwork.apps.foundation import clock
from kithwork.apps.ui.outbox import boxes, owner_of

register = template.Library()


@register.simple_tag(takes_context=True)
def outbox(context: Context) -> SafeString:
    """Whose device this is now, and where what it kept goes; both empty while nobody is signed in."""
    owner = owner_of(context.get("viewer"))
    return format_html(
        ' data-owner="{}" data-outbox="{}"', owner, json.dumps(boxes() if owner else [])
    )


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, always beside a word. size: "", "sm" or "lg"."""
    css = f"i i--{size}" if size else "i"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        css,
        static("ui/icons.svg"),
        name,
    )


def _initials(person: object) -> str:
    given = getattr(person, "initials", "")
    if given:
        return str(given)
    words = str(getattr(person, "name", person)).split()
    return "".join(word[:1] for word in words[:2]).upper()


@register.simple_tag
def avatar(person: object, size: str = "") -> SafeString:
    """The mark of a person: shape and tint they chose, initials inside. size: "", "1", "sm", "lg", "xl"."""
    initials = _initials(person)
    seed = crc32(str(getattr(person, "pk", None) or initials).encode())
    tint = getattr(person, "avatar_tint", None) or getattr(person, "tint", None) or seed % 8 + 1
    shape = getattr(person, "avatar_shape", None) or getattr(person, "shape", None) or seed % 6 + 1
    css = f"ava c{tint} f{shape}" + (f" ava--{size}" if size else "")
    shown = initials[:1] if size == "1" else initials
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, shown)


def _called(person: object) -> str:
    return str(getattr(person, "called", None) or getattr(person, "name", None) or person)


@register.simple_tag
def name(person: object, full: bool = False) -> SafeString:
    """A person's name, which *Hide names* swaps for initials."""
    text = str(getattr(person, "full_name", "") or _called(person)) if full else _called(person)
    return format_html('<span data-name data-initials="{}">{}</span>', _initials(person), text)


def in_today_order(people: list[object]) -> list[object]:
    """Equals take turns at standing first: the order changes by day, not by role."""
    if len(people) < 2:
        return people
    turn = clock.now().toordinal() % len(people)
    ordered = sorted(people, key=lambda person: str(getattr(person, "pk", person)))
    return ordered[turn:] + ordered[:turn]


@register.simple_tag
def pair(*people: object) -> SafeString:
    """Two or more partners in one shape."""
    shown = in_today_order([person for person in people if person])
    avatars = format_html_join("", "{}", ((avatar(person, "1"),) for person in shown))
    names = format_html_join(" & ", "{}", ((name(person),) for person in shown))
    return format_html(
        '<span class="pair"><span class="duo">{}</span><span class="pair__names">{}</span></span>',
        avatars,
        names,
    )


# How a day is written differs from language to language: Monday, November 9; lunes 9 de noviembre.
@register.filter
def weekday_day(on: date | None) -> str:
    """Monday, November 9."""
    return _dated(on, pgettext("form of a day", "l, F j"))


@register.filter
def month_day(on: date | None) -> str:
    """November 9."""
    return _dated(on, pgettext("form of a day", "F j"))


@register.filter
def month_day_year(on: date | None) -> str:
    """November 9, 2026."""
    return _dated(on, pgettext("form of a day", "F j, Y"))


def _dated(on: date | None, form: str) -> str:
    return date_format(on, form) if on else ""


@register.filter
def undo_of(tags: str) -> dict | None:
    """The undo that a toast carries in its tags, if any."""
    first, _, _ = tags.rpartition(" ")
    try:
        return json.loads(first or tags)
    except ValueError:
        return None


PLAN_STEPS = [
    ("import", _("Import"), "integrations:import_roster"),
    ("needs", _("Needs"), "needs:needs"),
    ("permissions", _("Permissions"), "consents:permissions"),
    ("match", _("Match"), "plans:ask"),
    ("review", _("Review"), "plans:plan"),
    ("publish", _("Publish"), ""),
]


@register.inclusion_tag("ui/_steps.html")
def plan_steps(current: str) -> dict[str, object]:
    """Import, Needs, Permissions, Match, Review, Publish: where this page stands."""
    keys = [key for key, _, _ in PLAN_STEPS]
    at = keys.index(current)
    steps = [
        {"key": key, "label": label, "number": number + 1, "url_name": url_name,
         "is_done": number < at, "is_current": number == at}
        for number, (key, label, url_name) in enumerate(PLAN_STEPS)
    ]  # fmt: skip
    return {"steps": steps}
