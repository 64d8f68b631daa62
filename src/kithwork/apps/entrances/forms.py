"""What an adult types when a device is set up."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeviceForm(forms.Form):
    """A name a colleague recognises, and where it lies."""

    name = forms.CharField(
        label=_("What to call this device"), max_length=60, help_text=_("Tablet 3")
    )
    place = forms.CharField(
        label=_("Where it is"), max_length=60, required=False, help_text=_("Room 12, on the shelf")
    )
