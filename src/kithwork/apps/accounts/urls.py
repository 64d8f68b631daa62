"""Doors for signing in and for one's own settings."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from kithwork.apps.accounts.pages import demo, me

app_name = "accounts"
urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    path("me/", me.me, name="me"),
    path("me/preferences/", me.preferences, name="preferences"),
    path("me/role/", me.choose_role, name="choose_role"),
]

# The sign-in library finds its own pages by these names, so they stand outside our namespace.
sign_in_urls = [
    path("sign-in/", allauth_views.login, name="account_login"),
    path("sign-up/", allauth_views.signup, name="account_signup"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("sign-in/again/", allauth_views.reauthenticate, name="account_reauthenticate"),
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
