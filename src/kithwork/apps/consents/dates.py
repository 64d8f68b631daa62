"""How long an answer holds where nobody says otherwise."""

from __future__ import annotations

from datetime import date, timedelta

from kithwork.apps.consents.permits import rule_of
from kithwork.apps.schools.models import School, SchoolYear, Term

# A family is asked once a year, and not longer (practices G, trust/security 3).
LONGEST = timedelta(days=366)


def family_until(school: School, on: date) -> date:
    """A family's yes holds to the end of the school year it was given in, or of the one that comes next."""
    year = SchoolYear.objects.filter(school=school, ends_on__gt=on).order_by("ends_on").first()
    return min(year.ends_on, on + LONGEST) if year else on + LONGEST


def student_until(school: School, on: date) -> date:
    """A student is asked again each term, and at the latest after the weeks the school has set."""
    latest = on + timedelta(weeks=rule_of(school).asks_student_again)
    term = (
        Term.objects.filter(year__school=school, starts_on__lte=on, ends_on__gt=on)
        .order_by("-ends_on")
        .first()
    )
    return min(term.ends_on, latest) if term else latest
