"""Addresses that open without an account: a call's, for everybody, and an invitation's, for one."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from kithwork.apps.recruiting.models import Call, Candidate

_calls = Signer(sep=".", salt="kithwork.recruiting.call")
_invitations = Signer(sep=".", salt="kithwork.recruiting.invitation")


def call_token(call: Call) -> str:
    return _calls.sign(str(call.pk))


def call_of(token: str) -> Call | None:
    try:
        number = _calls.unsign(token)
    except BadSignature:
        return None
    return Call.objects.select_related("school").filter(pk=number).first()


def invitation_token(candidate: Candidate) -> str:
    return _invitations.sign(str(candidate.pk))


def invitation_of(token: str) -> Candidate | None:
    try:
        number = _invitations.unsign(token)
    except BadSignature:
        return None
    rows = Candidate.objects.select_related("school", "student")
    return rows.filter(pk=number, came=Candidate.Came.INVITED).first()
