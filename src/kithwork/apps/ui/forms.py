"""Django's forms in our markup: label above, hint under it, error beside the field."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    field_template_name = "ui/_form_field.html"
