"""The doors of this room. Each page module lists its own; lists and own practices before any practice's id."""

from kithwork.apps.practices.pages import contents, library, own, roles

app_name = "practices"
urlpatterns = [
    *contents.urls,
    *own.urls,
    *roles.urls,
    *library.urls,
]
