"""`kithwork check-access`: does everybody see what they should, and nobody more?"""

from __future__ import annotations

from typing import Annotated

import typer


def check_access(
    school: Annotated[
        int | None, typer.Option(help="Number of one school; every school unless you say.")
    ] = None,
) -> None:
    """Work out anew who may see whom, from pairs, sessions and teams, and who has permission, from the
    answers, and report any difference.

    Changes nothing. Ends with 0 when all is as it should be, 1 when something differs, 2 when there is no
    such school.
    """
    from kithwork.cli import start_django

    start_django()
    from django.db import DatabaseError

    try:
        found = _say_differences(school)
    except DatabaseError as error:
        typer.echo(f"The database is not up to date ({error}). Run: kithwork prepare", err=True)
        raise typer.Exit(2) from None
    if found:
        raise typer.Exit(1)


def _say_differences(school: int | None) -> int:
    from kithwork.apps.consents.permits import differences as permit_differences
    from kithwork.apps.people.access_check import differences
    from kithwork.apps.schools.models import School

    schools = School.objects.order_by("pk")
    if school is not None:
        schools = schools.filter(pk=school)
        if not schools.exists():
            typer.echo(f"There is no school number {school}.", err=True)
            raise typer.Exit(2)
    found = 0
    for one in schools:
        for sentence in [*differences(one), *permit_differences(one)]:
            typer.echo(f"{one.name}: {sentence}")
            found += 1
    typer.echo(f"{found} differences in {len(schools)} schools." if found != 1 else "1 difference.")
    return found
