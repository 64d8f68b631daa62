import pytest
from django.urls import reverse

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.people.models import Student
from tests.cast import CANARIES

READERS = {Role.COORDINATOR, Role.PLANNING_TEAM, Role.SCHOOL_ADMINISTRATOR}
GETS = {"peers", "roles", "volunteer"}
WRITES = {"choose_student", "offer", "change_volunteer"}
POSTS = {"pause", "resume", "finish", "set_wish", "remove_wish"}


def addresses(cast):
    ben = cast.ben_volunteer.pk
    return {
        "peers": reverse("peers:peers"),
        "roles": reverse("peers:roles"),
        "volunteer": reverse("peers:volunteer", args=[ben]),
        "choose_student": reverse("peers:choose_student"),
        "offer": reverse("peers:offer", args=[cast.malik.pk]),
        "change_volunteer": reverse("peers:change_volunteer", args=[ben]),
        "pause": reverse("peers:pause", args=[ben]),
        "resume": reverse("peers:resume", args=[ben]),
        "finish": reverse("peers:finish", args=[ben]),
        "set_wish": reverse("peers:set_wish", args=[ben]),
        "remove_wish": reverse("peers:remove_wish", args=[PeerWish.objects.get().pk]),
    }


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_who_opens_which_door(cast, as_, role):
    client = as_(cast.viewers[role])
    for name, url in addresses(cast).items():
        posted = {"choice": f"would_like:{cast.ben.pk}"}
        answer = client.post(url, posted) if name in POSTS else client.get(url)
        allowed = role in READERS and name in GETS
        assert answer.status_code == (200 if allowed else 403), name
        body = answer.content.decode()
        assert not [word for word in CANARIES.values() if word in body], name
        if allowed:
            assert "Would like to be with" not in body
    assert Volunteer.objects.get(pk=cast.ben_volunteer.pk).status == "ready"


def test_another_school_finds_nobody(cast, as_):
    client = as_(cast.zed)
    for name, url in addresses(cast).items():
        if name in {"peers", "roles", "choose_student"}:
            assert "Hollis" not in client.get(url).content.decode()
            continue
        answer = client.post(url) if name in POSTS else client.get(url)
        assert answer.status_code == 404, name


def test_the_list_is_in_the_order_of_names_and_filters_are_in_the_address(cast, as_):
    client = as_(cast.rosa)

    def shown(query=""):
        rows = client.get(reverse("peers:peers") + query).context["page"].rows
        return [row.student.called for row in rows]

    assert shown() == ["Lena", "Ben", "Sora"]
    assert shown("?role=tutor") == ["Lena", "Ben"]
    assert shown("?q=ITO") == ["Sora"]
    Volunteer.objects.filter(pk=cast.sora_volunteer.pk).update(status="finished")
    assert shown() == ["Lena", "Ben"]
    assert shown("?status=finished") == ["Sora"]
    assert shown("?q=zzz") == []


def test_an_offer_stands_beside_the_limit_of_the_grade(cast, as_):
    Student.objects.filter(pk=cast.ben.pk).update(grade="04")
    page = as_(cast.rosa).get(reverse("peers:volunteer", args=[cast.ben_volunteer.pk]))
    row = page.context["row"]
    assert (row.minutes, row.sessions, row.partners, row.is_held_back) == (90, 3, 1, True)
    listed = as_(cast.rosa).get(reverse("peers:peers")).content.decode()
    assert "held to the limit of their grade" in listed


def test_a_role_nobody_is_ready_for_is_named(cast, as_):
    SupportNeed.objects.filter(pk=cast.ada_art.pk).update(role="note_taker")
    page = as_(cast.rosa).get(reverse("peers:roles"))
    rows = {row.key: (row.asked, row.ready) for row in page.context["rows"]}
    assert rows["note_taker"] == (1, 0)
    assert rows["buddy"] == (1, 3)
    assert "Nobody is ready for 1 role" in page.content.decode()
    # The planning team sees who is ready, never how many needs there are.
    seen = as_(cast.tess).get(reverse("peers:roles")).context["rows"]
    assert {row.asked for row in seen} == {0}


def offered(**fields):
    return {
        "status": "ready", "roles": ["buddy"], "weekly_minutes": "60", "max_sessions": "2",
        "max_per_day": "1", "max_partners": "1",
    } | fields  # fmt: skip


def test_adding_a_volunteer_with_a_class_they_protect(cast, as_):
    client = as_(cast.rosa)
    found = client.get(reverse("peers:choose_student") + "?q=mal")
    assert reverse("peers:offer", args=[cast.malik.pk]) in found.content.decode()
    url = reverse("peers:offer", args=[cast.malik.pk])
    assert "Plans use at most 180" in client.get(url).content.decode()

    answer = client.post(url, offered(protected=[cast.science.pk]))
    assert answer.status_code == 302
    made = Volunteer.objects.get(student=cast.malik)
    assert (made.weekly_minutes, made.roles) == (60, ["buddy"])
    assert ProtectedClass.objects.get(volunteer=made).section == cast.science

    again = client.post(url, offered())
    assert "offered before" in again.content.decode()


def test_lunches_are_named_only_by_who_has_a_number_of_their_own(cast, as_):
    client, url = as_(cast.rosa), reverse("peers:change_volunteer", args=[cast.ben_volunteer.pk])
    page = reverse("peers:volunteer", args=[cast.ben_volunteer.pk])
    assert "Plans use at most 2. Leave it empty" in client.get(url).text
    assert "not said" in client.get(page).text

    client.post(url, offered(max_lunch_days="1"))
    cast.ben_volunteer.refresh_from_db()
    assert cast.ben_volunteer.max_lunch_days == 1
    row = client.get(page).context["row"]
    assert (row.lunches, row.is_held_back) == (1, False)

    client.post(url, offered(max_lunch_days="6"))
    row = client.get(page).context["row"]
    assert (row.lunches, row.is_held_back) == (2, True)
    client.post(url, offered(max_lunch_days=""))
    cast.ben_volunteer.refresh_from_db()
    assert cast.ben_volunteer.max_lunch_days is None


def test_an_offer_that_does_not_fit_keeps_what_was_typed(cast, as_):
    answer = as_(cast.rosa).post(
        reverse("peers:offer", args=[cast.malik.pk]),
        offered(roles=[], max_sessions="99", ready_on="2026-12-02", ends_on="2026-12-01"),
    )
    assert set(answer.context["form"].errors) == {"roles", "max_sessions", "ends_on"}
    assert 'value="99"' in answer.content.decode()
    assert not Volunteer.objects.filter(student=cast.malik).exists()


def test_changing_an_offer_and_its_protected_classes(cast, as_):
    ProtectedClass.objects.create(volunteer=cast.ben_volunteer, section=cast.science)
    url = reverse("peers:change_volunteer", args=[cast.ben_volunteer.pk])
    client = as_(cast.rosa)
    assert client.get(url).context["form"].initial["protected"] == [cast.science.pk]
    client.post(url, offered(protected=[cast.art.pk], max_sessions="4"))

    cast.ben_volunteer.refresh_from_db()
    assert cast.ben_volunteer.max_sessions == 4
    kept = ProtectedClass.objects.filter(volunteer=cast.ben_volunteer)
    assert [row.section for row in kept] == [cast.art]


def test_pausing_finishing_and_coming_back_by_buttons(cast, as_):
    client, ben = as_(cast.rosa), cast.ben_volunteer
    for name, status in [("pause", "paused"), ("resume", "ready"), ("finish", "finished")]:
        page = client.post(reverse(f"peers:{name}", args=[ben.pk]), follow=True)
        assert page.status_code == 200
        assert Volunteer.objects.get(pk=ben.pk).status == status


def test_wishes_of_a_peer_are_set_and_taken_back(cast, as_):
    client, ben = as_(cast.rosa), cast.ben_volunteer
    page = client.get(reverse("peers:volunteer", args=[ben.pk]) + "?q=stone").content.decode()
    assert f"rather_not:{cast.malik.pk}" in page
    url = reverse("peers:set_wish", args=[ben.pk])
    client.post(url, {"choice": f"rather_not:{cast.malik.pk}"})
    wish = PeerWish.objects.get(other=cast.malik)
    assert wish.kind == "rather_not"
    client.post(reverse("peers:remove_wish", args=[wish.pk]))
    assert not PeerWish.objects.filter(other=cast.malik).exists()
    assert client.post(url, {"choice": f"would_like:{cast.elsewhere.pk}"}).status_code == 404
    assert client.post(url, {"choice": "x"}).status_code == 404


def test_the_empty_page_offers_to_add_the_first(cast, as_):
    Volunteer.objects.all().delete()
    page = as_(cast.rosa).get(reverse("peers:peers")).content.decode()
    assert "Add the first volunteer" in page
    assert "Add the first" not in as_(cast.tess).get(reverse("peers:peers")).content.decode()
