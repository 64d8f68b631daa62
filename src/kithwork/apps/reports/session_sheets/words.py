"""The words printed on cards and sheets, in the languages practices are written in.

Interface text follows the reader's own language; a card follows the language its class practises in.
"""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

ENGLISH = {
    "team": _("Team"),
    "starts_as": _("Starts as %(role)s"),
    "third_turn": _("Has the third turn"),
    "moves": _("moves"),
    "with_team": _("Team %(team)s"),
    "until": _("%(first)s to %(last)s"),
    "from": _("From %(first)s"),
    "pair_cards": _("Pair cards"),
    "coach_cards": _("Coach cards"),
    "point_sheets": _("Point sheets"),
    "one_point": _("1 point"),
    "points": _("%(n)s points"),
    "go_to": _("go to %(n)s"),
    "tell_adult": _("tell an adult"),
    "wait": _("Wait %(n)s seconds."),
    "for_example": _("For example: %(words)s"),
    "together": _("Both"),
    "total": _("Total"),
    "bonus": _("Bonus"),
    "sum": _("Points and bonus"),
    "day": _("Day"),
    "cross_out": _("Cross out one number for each point. Begin at 1."),
    "tick": _("Make a stroke in one box for each point."),
    "cut": _("Cut along the lines."),
}
SPANISH = {
    "team": "Equipo",
    "starts_as": "Empieza como %(role)s",
    "third_turn": "Tiene el tercer turno",
    "moves": "se mueve",
    "with_team": "Equipo %(team)s",
    "until": "%(first)s al %(last)s",
    "from": "Desde el %(first)s",
    "pair_cards": "Tarjetas de parejas",
    "coach_cards": "Tarjetas de apoyo",
    "point_sheets": "Hojas de puntos",
    "one_point": "1 punto",
    "points": "%(n)s puntos",
    "go_to": "ir al %(n)s",
    "tell_adult": "avisar a un adulto",
    "wait": "Espera %(n)s segundos.",
    "for_example": "Por ejemplo: %(words)s",
    "together": "Los dos",
    "total": "Total",
    "bonus": "Puntos extra",
    "sum": "Puntos y puntos extra",
    "day": "Día",
    "cross_out": "Tacha un número por cada punto. Empieza en el 1.",
    "tick": "Marca una raya en una casilla por cada punto.",
    "cut": "Cortar por las líneas.",
}
TABLES = {"en": ENGLISH, "es": SPANISH}


class Words:
    """The words of one language; English where a language has no table of its own."""

    def __init__(self, language: str):
        self.language = language
        self.table = TABLES.get(language, ENGLISH)

    def say(self, key: str, **values: object) -> str:
        text = str(self.table[key])
        return text % values if values else text

    def points(self, n: int) -> str:
        return self.say("one_point") if n == 1 else self.say("points", n=n)

    def day(self, on: date) -> str:
        """November 9; 9 de noviembre."""
        with translation.override(self.language):
            return date_format(on, "j \\d\\e F" if self.language == "es" else "F j")

    def days(self, first: date, last: date | None) -> str:
        if last is None:
            return self.say("from", first=self.day(first))
        return self.say("until", first=self.day(first), last=self.day(last))
