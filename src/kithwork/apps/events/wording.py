"""The words people read for what the tables keep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kithwork.apps.events.models import (
    Event,
    EventPartner,
    EventStep,
    Moment,
    Reflection,
    RoleHolder,
)

KINDS = {
    Event.Kind.EVENT: _("Event"),
    Event.Kind.CLUB_MEETING: _("Club meeting"),
    Event.Kind.SERVICE_PROJECT: _("Service project"),
    Event.Kind.SCHOOL_PROJECT: _("School project"),
}
ICONS = {
    Event.Kind.EVENT: "flag",
    Event.Kind.CLUB_MEETING: "users",
    Event.Kind.SERVICE_PROJECT: "heart-handshake",
    Event.Kind.SCHOOL_PROJECT: "school",
}
WHO = {
    EventStep.Who.STUDENTS: _("Students"),
    EventStep.Who.ADULTS: _("Adults"),
    EventStep.Who.TOGETHER: _("Together"),
}
PARTNERS = {
    EventPartner.Kind.DEPARTMENT: _("Department of the school"),
    EventPartner.Kind.SCHOOL_GROUP: _("Group of the school"),
    EventPartner.Kind.ORGANISATION: _("Organization"),
    EventPartner.Kind.BUSINESS: _("Business"),
    EventPartner.Kind.PUBLIC_OFFICE: _("Public office"),
}
CONTACTS = {
    EventPartner.Contact.IN_PERSON: _("In person"),
    EventPartner.Contact.SCHOOL_LIST: _("Through the school's own list"),
    EventPartner.Contact.OFFICE_PHONE: _("The office phones"),
    EventPartner.Contact.OFFICE_MAIL: _("The office writes"),
}
ANSWERS = {
    EventPartner.Answer.NOT_ASKED: _("Not asked yet"),
    EventPartner.Answer.ASKED: _("Asked"),
    EventPartner.Answer.YES: _("Said yes"),
    EventPartner.Answer.NO: _("Said no"),
}
CHOSEN = {
    RoleHolder.Chosen.SELF: _("Chose it"),
    RoleHolder.Chosen.ASKED: _("Said yes when asked"),
}
MOMENTS = {
    Moment.BEFORE: _("Before"),
    Moment.DURING: _("During"),
    Moment.AFTER: _("After"),
}
WHOSE = {
    Reflection.Whose.STUDENT: _("A student"),
    Reflection.Whose.STAFF: _("Staff"),
    Reflection.Whose.FAMILY: _("A family"),
    Reflection.Whose.PARTNER: _("A partner"),
}
