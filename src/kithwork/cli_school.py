"""`kithwork school`: making a real school, and a link to set a first password with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kithwork.apps.accounts.models import User

app = typer.Typer(help="Schools: make one, and give somebody a way in.", no_args_is_help=True)

ADDRESS = "http://localhost:8000"


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the school.")],
    district: Annotated[str, typer.Option(help="Name of its district; made if it is new.")],
    coordinator: Annotated[str, typer.Option(help="E-mail of the coordinator.")],
    coordinator_name: Annotated[str, typer.Option(help="The coordinator's name.")] = "",
    timezone: Annotated[
        str, typer.Option(help="Time zone, such as America/Chicago.")
    ] = "America/New_York",
    address: Annotated[str, typer.Option(help="Where this server is reached.")] = ADDRESS,
) -> None:
    """Make a real school with its coordinator. From then on the demo sign-in is closed."""
    from kithwork.cli import start_django

    start_django()
    from django.core.validators import validate_email
    from django.db import transaction
    from django.forms import ValidationError

    from kithwork.apps.foundation.problem import Problem
    from kithwork.apps.foundation.viewer import Role, Viewer
    from kithwork.apps.people.actions import add_colleague
    from kithwork.apps.schools.actions import make_school

    try:
        validate_email(coordinator.strip())
    except ValidationError:
        _stop(f"{coordinator} is not an e-mail address.")
    by = Viewer.command()
    first, _, last = (coordinator_name.strip() or coordinator.split("@")[0]).rpartition(" ")
    try:
        with transaction.atomic():
            school = make_school(name=name, district=district, timezone=timezone, by=by)
            staff = add_colleague(
                school,
                first_name=first,
                last_name=last,
                email=coordinator,
                role=Role.COORDINATOR,
                by=by,
            )
    except Problem as problem:
        _stop(str(problem))
    typer.echo(f"{school.name} is school number {school.pk}, in {school.district.name}.")
    typer.echo(f"{staff.full_name} coordinates it and signs in with {staff.email}.")
    _say_link(staff.user, address)


@app.command()
def link(
    email: Annotated[str, typer.Argument(help="E-mail of somebody with an account.")],
    address: Annotated[str, typer.Option(help="Where this server is reached.")] = ADDRESS,
) -> None:
    """Another link to set a password with, for somebody whose first one ran out."""
    from kithwork.cli import start_django

    start_django()
    from kithwork.apps.accounts.models import User

    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        _stop(f"Nobody signs in with {email}.")
    _say_link(user, address)


@app.command("forget-second-factor")
def forget_second_factor(
    email: Annotated[
        str, typer.Argument(help="E-mail of somebody who lost phone and spare codes.")
    ],
) -> None:
    """Take the second factor off an account. Make sure who is asking, face to face, first."""
    from kithwork.cli import start_django

    start_django()
    from kithwork.apps.accounts.actions import forget_second_factor as forget
    from kithwork.apps.foundation.problem import Problem
    from kithwork.apps.foundation.viewer import Viewer

    try:
        user = forget(email=email, by=Viewer.command())
    except Problem as problem:
        _stop(str(problem))
    typer.echo(
        f"{user.email} signs in with the password alone, until a new second factor is set up."
    )


@app.command("list")
def list_schools() -> None:
    """The schools of this server, with the numbers other commands ask for."""
    from kithwork.cli import start_django

    start_django()
    from kithwork.apps.foundation.viewer import Viewer
    from kithwork.apps.schools.policies import visible_schools

    for school in visible_schools(Viewer.command()).select_related("district").order_by("pk"):
        made_up = ", made up" if school.is_demo else ""
        typer.echo(f"{school.pk}  {school.name}, {school.district.name}{made_up}")


def _say_link(user: User, address: str) -> None:
    from django.conf import settings

    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    typer.echo(f"To set a password, once, within {minutes} minutes:")
    typer.echo(address.rstrip("/") + password_path(user))


def password_path(user: User) -> str:
    """The path of the page where this person, and whoever else holds it, sets a password. It works once."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.urls import reverse

    key = default_token_generator.make_token(user)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )


def _stop(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
