"""The code from a phone, besides the password: how the sign-in library keeps and checks it here."""

from __future__ import annotations

import base64
import hashlib

import qrcode
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.schools.models import School

# Longer than a code is taken for, the neighbouring periods included.
REMEMBER_SECONDS = 5 * settings.MFA_TOTP_PERIOD
ASKED_OF = frozenset(
    {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR, Role.DISTRICT_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}
)  # fmt: skip


def is_missing(membership: Membership, user: User | AnonymousUser) -> bool:
    """Does the school, or one of the district's, ask this person for a second factor they have not set up?"""
    if Role(membership.role) not in ASKED_OF:
        return False
    school = membership.school
    if school is not None:
        asked = school.requires_second_factor
    else:
        of_district = School.objects.filter(district_id=membership.district_id)
        asked = of_district.filter(requires_second_factor=True).exists()
    return asked and not has_one(user)


def has_one(user: User | AnonymousUser) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


class Adapter(DefaultMFAAdapter):
    """Secrets are kept under a key that is not in the database; the picture needs no inline style."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code is not right, or was used before. Type the one your app shows now."
        )
    }

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        dots = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        return format_html(
            '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {size} {size}"><path d="{}"/></svg>',
            _("Picture for the app on your phone. The same as letters stands below."),
            dots,
            size=len(rows),
        )


def _lock() -> Fernet:
    key = hashlib.sha256(b"second factor " + settings.RECORD_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class _Once:
    """A code is good once, the one that switched the second factor on included."""

    user: User

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        used = hashlib.sha256("".join(code.split()).encode()).hexdigest()
        if not cache.add(f"second-factor-used:{self.user.pk}:{used}", 1, timeout=REMEMBER_SECONDS):
            raise Adapter(context.request).validation_error("incorrect_code")
        return code


class ActivateForm(_Once, ActivateTOTPForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _say_what_to_type(self)


class SignInForm(_Once, AuthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _say_what_to_type(self)


class ConfirmForm(_Once, ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _say_what_to_type(self)


def _say_what_to_type(form: ActivateTOTPForm | AuthenticateForm) -> None:
    field = form.fields["code"]
    field.label = gettext_lazy("Code")
    del field.widget.attrs["placeholder"]
    field.widget.attrs |= {"inputmode": "numeric", "autofocus": True}
