"""What a browser prints for families and students: each on a page of its own, on both kinds of paper, in both languages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.care import actions as care
from kithwork.apps.care.actions import Wanted
from kithwork.apps.consents import actions as consents
from kithwork.apps.consents.models import Purpose
from kithwork.apps.runs.models import Pairing
from kithwork.apps.training.actions.agree import make_agreement
from tests.browser import sign_in_as
from tests.cast import MONDAY

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def printed(cast):
    """Page of the product -> how many sheets it is, and a sentence that stands on it."""
    cast.school.name = "Maple Street Elementary and Middle School of the Lake District"
    cast.school.save()
    need = cast.ada_art
    Pairing.objects.create(
        school=cast.school, student=need.student, peer=cast.ben, need=need, role=need.role,
        starts_on=MONDAY - timedelta(days=14), ends_on=MONDAY + timedelta(days=60),
    )  # fmt: skip
    parting = care.ask_parting(cast.ben, Wanted("card", contact="hello"), by=cast.ben_viewer)
    cards = reverse("care:card", args=[parting.pk])
    found = {
        f"{cards}?language=en": (1, "Thank you"),
        f"{cards}?language=es": (1, "Gracias"),
    }
    for language, private, role in (
        ("en", "Confidentiality agreement", "Both of us agreed to this."),
        ("es", "Acuerdo de confidencialidad", "Los dos estamos de acuerdo."),
    ):
        peer = cast.ben if language == "en" else cast.sora
        for kind, words in (("private", private), ("role", role)):
            made = make_agreement(peer, kind, "tutor", language, by=cast.rosa)
            found[reverse("training:agreement", args=[made.pk])] = (1, words)
        child = cast.ada if language == "en" else cast.malik
        (one, *_) = consents.ask_families(
            [child], purposes=list(Purpose.values), language=language, by=cast.rosa
        )
        own = consents_words(language, child.called)
        found[reverse("consents:letter", args=[one.pk])] = (1, own)
    return found


def consents_words(language, child):
    return f"May {child} take part" if language == "en" else f"¿Puede {child} participar"


def test_each_is_a_page_of_its_own_on_either_paper(cast, page, live_server, printed):
    sign_in_as(page, live_server, cast.rosa)
    for url, (sheets, words) in printed.items():
        page.goto(f"{live_server.url}{url}")
        page.emulate_media(media="print")
        # The frame of the page names the school too, and is not printed: look at what is.
        sheet = page.get_by_role("main")
        assert words in sheet.inner_text(), url
        if "agreements" not in url:
            assert cast.school.name in sheet.inner_text(), url
        for paper in ("Letter", "A4"):
            pdf = page.pdf(format=paper, print_background=True, prefer_css_page_size=False)
            assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == sheets, (url, paper)
        page.emulate_media(media="screen")
