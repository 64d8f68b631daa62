"""Making accounts and roles, and what a person sets for themselves."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.accounts.policies import may_forget_second_factor, may_give_role
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


@action("account.prefer")
def set_preferences(
    *, by: Viewer, theme: str | None = None, size: str | None = None, language: str | None = None
) -> User:
    """Keep how this person likes to read: light or dark, how large, and a student also in which language.

    Raises Problem when the choice is not one of ours.
    """
    user = User.objects.get(pk=by.user_id)
    if (theme or user.theme) not in User.Theme.values or (
        size or user.size
    ) not in User.Size.values:
        raise Problem(_("Choose light, dark or system, and one of the three text sizes."))
    if (language or user.language) not in User.Language.values:
        raise Problem(_("Choose one of the languages shown."))
    user.theme, user.size = theme or user.theme, size or user.size
    user.language = language or user.language
    user.save(update_fields=["theme", "size", "language"])
    return user


@action("account.give_role")
def give_role(*, email: str, name: str, role: Role, school: School, by: Viewer) -> Membership:
    """Give a person a role in a school; makes the account when there is none.

    The account has no password yet: the person sets one through *Forgot password*.
    """
    require(may_give_role(by, school, role))
    address = User.objects.normalize_email(email.strip()).lower()
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        user = User.objects.create_user(email=address, name=name.strip() or address)
    membership, is_new = Membership.objects.get_or_create(
        user=user, role=role.value, school=school, district=school.district
    )
    note(role=role.value, new=is_new)
    return membership


@action("account.forget_second_factor")
def forget_second_factor(*, email: str, by: Viewer) -> User:
    """Take the second factor and the spare codes off an account whose owner lost both.

    Raises Refused unless it is done at the machine itself, Problem when there is nothing to take off.
    """
    require(may_forget_second_factor(by))
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    held = Authenticator.objects.filter(user=user) if user else Authenticator.objects.none()
    if user is None or not held.exists():
        raise Problem(f"Nobody signs in with {email.strip()} and a second factor.")
    held.delete()
    return user
