"""What the door says: the same to everybody, whoever they are."""

from django.utils.translation import gettext_lazy as _

CLOSED = _("Signing in is closed just now. Ask the adult who is with you.")
NOT_SET_UP = _("This device is not set up for signing in. Ask the adult who is with you.")
WRONG = _("That did not open. Try once more, or ask the adult who is with you.")
NO_CLASS = _("This code opens nothing just now. Look at the board once more, or ask the adult.")
OVER = _("Your time here is over. Thank you! You can sign in again when an adult opens it.")
