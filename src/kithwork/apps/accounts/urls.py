"""Doors for signing in and for one's own settings."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.urls import path, re_path

from kithwork.apps.accounts.middleware import public
from kithwork.apps.accounts.pages import demo, me

app_name = "accounts"
urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    path("me/", me.me, name="me"),
    path("me/preferences/", me.preferences, name="preferences"),
    path("me/role/", me.choose_role, name="choose_role"),
    path("me/unsent/", me.unsent, name="unsent"),
    path("me/here/", me.still_here, name="still_here"),
]

# The sign-in library finds its own pages by these names, so they stand outside our namespace.
sign_in_urls = [
    path("sign-in/", allauth_views.login, name="account_login"),
    path("sign-up/", allauth_views.signup, name="account_signup"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("sign-in/again/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("sign-in/code/", public(factor_views.authenticate), name="mfa_authenticate"),
    path("sign-in/again/code/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("me/second-factor/", factor_views.index, name="mfa_index"),
    path("me/second-factor/on/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("me/second-factor/off/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/spare-codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "me/spare-codes/new/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "me/spare-codes/file/",
        recovery_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "password/reset/sent/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
