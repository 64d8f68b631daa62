"""The doors of this room."""

from kithwork.apps.about_me.pages import card, own

app_name = "about_me"
urlpatterns = [*own.urls, *card.urls]
