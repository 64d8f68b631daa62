"""What the pages of programs need from their templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from kithwork.apps.programs.fidelity import Question

register = template.Library()


@register.simple_tag
def answer_of(answers: Mapping[str, str], question: Question) -> str:
    """What was answered this term; else what the data say; else nothing, and somebody has to choose."""
    return answers.get(question.item.id, question.told)
