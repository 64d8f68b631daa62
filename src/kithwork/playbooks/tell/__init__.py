"""A playbook as a person reads it: in a terminal, or pasted into a letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kithwork.playbooks.adjust import adjusted
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.tell import lessons, people, quality, sessions
from kithwork.playbooks.tell.lines import say

KEY = "[S] founding document  [V] seen in print  [K] known procedure  [D] our default, yours to change"

# In the order a person asks: is it for us, what must I mind, who, what happens, how well, what then.
SECTIONS: dict[str, Callable[[Playbook], Iterator[str]]] = {
    "Who it is for": people.fits,
    "Be careful": quality.cautions,
    "What is known": quality.evidence,
    "Roles": people.roles,
    "Partners": people.pairs,
    "Setting up": people.set_up,
    "What you need": people.needs,
    "Strategies taught": people.skills,
    "Lessons": lessons.in_short,
    "Sessions": sessions.sessions,
    "The week": sessions.days,
    "Cue cards": sessions.cue_cards,
    "What partners do with a mistake": sessions.corrections,
    "Points": quality.scoring,
    "Tests": quality.tests,
    "Planned steps": quality.fidelity,
    "Measures": quality.measures,
    "Written down": quality.forms,
    "When to think again": quality.rules,
    "The adult steps back": people.fading,
    "If something happens": sessions.situations,
    "Other ways in": people.adaptations,
    "Questions afterwards": quality.reflection,
    "Stories to start from": sessions.templates,
    "Versions": sessions.variants,
    "Yours to change": quality.adjustable,
}


def told(whole: Playbook, *, every_lesson: bool = False) -> str:
    """The playbook as plain text, its numbers with the tag of where they come from.

    Parameters
    ----------
    whole
        As it was read; a school's own values may be in it.
    every_lesson
        Lessons written out, as they are held, in place of one line each.
    """
    playbook = adjusted(whole)
    out = [
        f"{playbook.name}  ({playbook.id}, version {playbook.version})",
        *say(playbook.purpose, ""),
    ]
    out += [*say(playbook.about or "", ""), ""]
    for title, section in SECTIONS.items():
        if every_lesson and title == "Lessons":
            section = lessons.in_full
        said = list(section(playbook))
        if said:
            out += [title, "-" * len(title), *said, ""]
    return "\n".join([*out, KEY, ""])
