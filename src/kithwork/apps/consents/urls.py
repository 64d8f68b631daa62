"""The doors of this room."""

from kithwork.apps.consents.pages import board, letters, link, own, person

app_name = "consents"
urlpatterns = [*board.urls, *own.urls, *letters.urls, *link.urls, *person.urls]
