import sys
from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.needs.models import DoNotPair, PreferenceCard, SupportNeed, Wish
from kithwork.apps.needs.policies import team_students
from kithwork.apps.people.models import Access, Student
from kithwork.apps.trail.models import TrailEntry
from tests.cast import CANARIES, YEAR, make_student

TEAM = {Role.COORDINATOR, Role.PARAPROFESSIONAL}


def urls_about(cast):
    ada, need = cast.ada.pk, cast.ada_art.pk
    wish, kept = Wish.objects.filter(student=cast.ada).first().pk, DoNotPair.objects.get().pk
    return {
        "student": reverse("needs:student", args=[ada]),
        "add_need": reverse("needs:add_need", args=[ada]),
        "need": reverse("needs:need", args=[need]),
        "wishes": reverse("needs:wishes", args=[ada]),
        "card": reverse("needs:card", args=[ada]),
        "do_not_pair": reverse("needs:do_not_pair", args=[ada]),
        "join_team": reverse("needs:join_team", args=[ada]),
        "close_need": reverse("needs:close_need", args=[need]),
        "reopen_need": reverse("needs:reopen_need", args=[need]),
        "set_wish": reverse("needs:set_wish", args=[ada]),
        "remove_wish": reverse("needs:remove_wish", args=[wish]),
        "end_do_not_pair": reverse("needs:end_do_not_pair", args=[kept]),
        "resume_do_not_pair": reverse("needs:resume_do_not_pair", args=[kept]),
    }


POSTED = (
    "join_team", "close_need", "reopen_need", "set_wish", "remove_wish", "end_do_not_pair",
    "resume_do_not_pair",
)  # fmt: skip


@pytest.mark.parametrize("role", sorted(set(Role) - TEAM))
def test_outside_the_team_no_door_of_the_quiet_wing_opens(cast, as_, role):
    client = as_(cast.viewers[role])
    addresses = urls_about(cast) | {
        "needs": reverse("needs:needs"),
        "choose_student": reverse("needs:choose_student"),
    }
    for name, url in addresses.items():
        answer = client.post(url) if name in POSTED else client.get(url)
        assert answer.status_code == 403, name
        body = answer.content.decode()
        assert not [word for word in CANARIES.values() if word in body], name
        assert "Ada" not in body.replace(cast.viewers[role].name, "")
    assert SupportNeed.objects.get(pk=cast.ada_art.pk).closed_on is None
    assert Wish.objects.filter(student=cast.ada).count() == 2


def test_the_coordinator_of_another_school_finds_nobody(cast, as_):
    client = as_(cast.zed)
    for name, url in urls_about(cast).items():
        answer = client.post(url) if name in POSTED else client.get(url)
        assert answer.status_code == 404, name
    found = client.get(reverse("needs:choose_student") + "?q=Ada").context["found"]
    assert found == []
    assert "No needs yet" in client.get(reverse("needs:needs")).content.decode()


def test_a_paraprofessional_of_the_team_reads_and_does_not_write(cast, as_):
    client = as_(cast.tomas)
    page = client.get(reverse("needs:student", args=[cast.ada.pk])).content.decode()
    assert CANARIES["need"] in page
    assert CANARIES["card"] in page
    assert "Add a need" not in page
    assert client.get(reverse("needs:wishes", args=[cast.ada.pk])).status_code == 200
    for name in ("add_need", "need", "card", "do_not_pair"):
        assert client.get(urls_about(cast)[name]).status_code == 403, name
    assert client.get(reverse("needs:student", args=[cast.malik.pk])).status_code in {403, 404}


def test_the_needs_page_has_one_row_for_each_student_of_the_teams(cast, as_):
    page = as_(cast.rosa).get(reverse("needs:needs"))
    rows = {row.student.called: row for row in page.context["page"].rows}

    assert set(rows) == {"Ada", "Malik"}
    assert (rows["Ada"].times_a_week, rows["Ada"].would_like, rows["Ada"].rather_not) == (5, 1, 1)
    body = page.content.decode()
    assert "Lena" not in body
    assert not [word for word in CANARIES.values() if word in body]
    assert "Malik" not in as_(cast.tomas).get(reverse("needs:needs")).content.decode()


def test_rows_are_filtered_in_the_address(cast, as_):
    Student.objects.filter(pk=cast.malik.pk).update(closed_on=None)
    cast.malik.enrolments.all().delete()
    client = as_(cast.rosa)

    def shown(query):
        rows = client.get(reverse("needs:needs") + query).context["page"].rows
        return {row.student.called for row in rows}

    assert shown("?q=ok") == {"Ada"}
    assert shown("?only=conflict") == {"Malik"}
    assert shown("?only=not_asked") == {"Malik"}
    assert shown("?q=nobody") == set()


def test_who_was_asked_before_this_term_is_asked_again(cast, as_):
    cards = PreferenceCard.objects.filter(student=cast.ada)

    def due():
        page = as_(cast.rosa).get(reverse("needs:needs") + "?only=due").context["page"]
        return {row.student.called for row in page.rows}

    assert due() == set()  # no day is written down
    cards.update(asked_on=YEAR[0] - timedelta(days=1))
    assert due() == {"Ada"}
    cards.update(asked_on=YEAR[0])
    assert due() == set()


def test_the_needs_page_asks_few_questions_of_the_database(
    cast, as_, django_assert_max_num_queries
):
    for number in range(30):
        student = make_student(cast.school, f"Kid{number}")
        SupportNeed.objects.create(student=student, place="lunch", role="buddy", times_a_week=1)
        Access.objects.create(
            user_id=cast.rosa.user_id, student=student, depth=4, reason="team", because="t",
            from_on="2026-08-31", until_on="2027-06-11",
        )  # fmt: skip
    client = as_(cast.rosa)
    client.get(reverse("needs:needs"))
    with django_assert_max_num_queries(30):
        assert len(client.get(reverse("needs:needs")).context["page"].rows) == 32


def test_opening_a_plan_is_written_once_a_day(cast, as_):
    client = as_(cast.tomas)
    for _ in range(3):
        client.get(reverse("needs:student", args=[cast.ada.pk]))
    client.get(reverse("needs:wishes", args=[cast.ada.pk]))

    assert TrailEntry.objects.filter(verb="plan.read", by_id=cast.tomas.user_id).count() == 1


def test_the_coordinator_outside_a_team_sees_only_the_door(cast, as_):
    SupportNeed.objects.create(
        student=cast.sora, place="lunch", role="buddy", times_a_week=1, brings=CANARIES["need"]
    )
    client = as_(cast.rosa)
    page = client.get(reverse("needs:student", args=[cast.sora.pk])).content.decode()
    assert "You are not on Sora" in page
    assert CANARIES["need"] not in page

    client.post(reverse("needs:join_team", args=[cast.sora.pk]))
    page = client.get(reverse("needs:student", args=[cast.sora.pk])).content.decode()
    assert CANARIES["need"] in page
    assert TrailEntry.objects.filter(verb="team.join").count() == 1


def typed(**fields):
    return {
        "where": "lunch", "role": "buddy", "times_a_week": "2", "minutes": "30", "min_peers": "1",
        "max_peers": "2", "team_max": "3",
    } | fields  # fmt: skip


def test_adding_a_need_for_somebody_new_says_that_you_join_and_does_both(cast, as_):
    client = as_(cast.rosa)
    url = reverse("needs:add_need", args=[cast.ben.pk])
    assert "puts you on it" in client.get(url).content.decode()
    answer = client.post(url, typed(where=f"class:{cast.art.pk}", labels=["1"]))

    assert answer.status_code == 302
    need = SupportNeed.objects.get(student=cast.ben)
    assert (need.section, need.labels) == (cast.art, ["1"])
    assert team_students(cast.rosa).filter(pk=cast.ben.pk).exists()


def test_a_form_that_does_not_fit_changes_nothing_and_keeps_what_was_typed(cast, as_):
    client = as_(cast.rosa)
    url = reverse("needs:add_need", args=[cast.ben.pk])
    answer = client.post(
        url,
        typed(
            where=f"class:{cast.art.pk}", labels=["2"], times_a_week="", max_peers="1",
            min_peers="4", team_max="2", starts_on="2026-12-02", ends_on="2026-12-01",
        ),
    )  # fmt: skip

    errors = answer.context["form"].errors
    assert set(errors) == {"times_a_week", "max_peers", "team_max", "ends_on", "labels"}
    assert "Art is not at 2. It is at 1." in answer.content.decode()
    assert 'value="4"' in answer.content.decode()
    assert not SupportNeed.objects.filter(student=cast.ben).exists()
    assert not team_students(cast.rosa).filter(pk=cast.ben.pk).exists()


def test_choices_of_place_come_from_the_students_own_timetable(cast, as_):
    form = as_(cast.rosa).get(reverse("needs:add_need", args=[cast.sora.pk])).context["form"]

    assert [label for _, label in form.fields["where"].choices] == [
        "Art (1)",
        "At lunch (Lunch)",
        "In a free period (2, 3, 4, 5)",
        "Between classes",
    ]


def test_changing_a_need_and_undo_put_it_back(cast, as_):
    client = as_(cast.rosa)
    url = reverse("needs:need", args=[cast.ada_lunch.pk])
    answer = client.post(url, typed(times_a_week="4"), follow=True)
    cast.ada_lunch.refresh_from_db()
    assert cast.ada_lunch.times_a_week == 4
    assert 'name="times_a_week" value="2"' in answer.content.decode()

    client.post(url, typed(times_a_week="2"))
    cast.ada_lunch.refresh_from_db()
    assert cast.ada_lunch.times_a_week == 2


def test_closing_and_opening_again_by_buttons(cast, as_):
    client = as_(cast.rosa)
    page = client.post(reverse("needs:close_need", args=[cast.ada_art.pk]), follow=True)
    assert reverse("needs:reopen_need", args=[cast.ada_art.pk]) in page.content.decode()
    assert "1 closed need" in page.content.decode()
    client.post(reverse("needs:reopen_need", args=[cast.ada_art.pk]))
    assert SupportNeed.objects.get(pk=cast.ada_art.pk).closed_on is None


def test_a_wish_is_found_by_name_and_kept_with_how_it_was_said(cast, as_):
    client = as_(cast.rosa)
    url = reverse("needs:wishes", args=[cast.ada.pk])
    page = client.get(url + "?q=sor it").content.decode()
    assert f"would_like:{cast.sora.pk}" in page
    assert f"would_like:{cast.ada.pk}" not in client.get(url + "?q=ada").content.decode()

    client.post(
        reverse("needs:set_wish", args=[cast.ada.pk]),
        {"choice": f"rather_not:{cast.sora.pk}", "how_asked": "symbols", "asked_on": "2026-11-06"},
    )
    wish = Wish.objects.get(student=cast.ada, other=cast.sora)
    assert (wish.kind, wish.how_asked) == ("rather_not", "symbols")
    assert client.get(url).context["how"].initial["how_asked"] == "symbols"


def test_a_wish_taken_back_can_be_put_back(cast, as_):
    client = as_(cast.rosa)
    wish = Wish.objects.get(student=cast.ada, other=cast.lena)
    page = client.post(reverse("needs:remove_wish", args=[wish.pk]), follow=True).content.decode()
    assert 'name="kind" value="rather_not"' in page

    client.post(
        reverse("needs:set_wish", args=[cast.ada.pk]),
        {"other": cast.lena.pk, "kind": "rather_not", "how_asked": "not_yet"},
    )
    assert Wish.objects.filter(student=cast.ada, other=cast.lena, kind="rather_not").exists()


@pytest.mark.parametrize(
    "posted",
    [{}, {"choice": "x"}, {"choice": "would_like:999999"}, {"choice": "would_like:x"}],
)
def test_a_wish_about_nobody_is_not_found(cast, as_, posted):
    answer = as_(cast.rosa).post(reverse("needs:set_wish", args=[cast.ada.pk]), posted)
    assert answer.status_code == 404


def test_a_wish_about_another_school_is_not_found(cast, as_):
    answer = as_(cast.rosa).post(
        reverse("needs:set_wish", args=[cast.ada.pk]),
        {"choice": f"would_like:{cast.elsewhere.pk}", "how_asked": "speech"},
    )
    assert answer.status_code == 404
    client = as_(cast.rosa)
    chosen = reverse("needs:do_not_pair", args=[cast.ada.pk]) + f"?other={cast.elsewhere.pk}"
    assert client.get(chosen).status_code == 404


def test_a_wish_without_how_it_was_said_is_asked_again(cast, as_):
    client = as_(cast.rosa)
    client.post(
        reverse("needs:set_wish", args=[cast.ada.pk]), {"choice": f"would_like:{cast.sora.pk}"}
    )
    assert not Wish.objects.filter(other=cast.sora).exists()


def test_the_card_keeps_what_was_said_and_how(cast, as_):
    answer = as_(cast.rosa).post(
        reverse("needs:card", args=[cast.malik.pk]),
        {"how_asked": "observed", "asked_on": "2026-11-06", "best_times": "Mornings"},
    )
    assert answer.status_code == 302
    card = PreferenceCard.objects.get(student=cast.malik)
    assert (card.how_asked, card.best_times) == ("observed", "Mornings")


def test_keeping_two_apart_needs_a_name_and_a_reason(cast, as_):
    client = as_(cast.rosa)
    url = reverse("needs:do_not_pair", args=[cast.ada.pk])
    assert "Choose" in client.get(url + "?q=Lena").content.decode()
    answer = client.post(url, {"other": cast.lena.pk, "reason": ""})
    assert "reason" in answer.context["form"].errors
    client.post(url, {"other": cast.lena.pk, "reason": "They argued."})
    kept = DoNotPair.objects.get(reason="They argued.")
    assert "They argued." in client.get(url).content.decode()

    twice = client.post(url, {"other": cast.lena.pk, "reason": "Again."})
    assert "kept apart already" in twice.content.decode()
    client.post(reverse("needs:end_do_not_pair", args=[kept.pk]))
    assert "They argued." not in client.get(url).content.decode()
    client.post(reverse("needs:resume_do_not_pair", args=[kept.pk]))
    assert "They argued." in client.get(url).content.decode()


def test_the_empty_page_begins_with_the_first_student(cast, as_):
    SupportNeed.objects.all().delete()
    Wish.objects.all().delete()
    PreferenceCard.objects.all().delete()
    assert "Add the first student" in as_(cast.rosa).get(reverse("needs:needs")).content.decode()
    page = as_(cast.tomas).get(reverse("needs:needs")).content.decode()
    assert "Add the first student" not in page


def test_a_need_at_several_periods_offers_no_undo_that_would_lose_them(cast, as_):
    SupportNeed.objects.filter(pk=cast.ada_lunch.pk).update(place="free", labels=["3", "4"])
    client = as_(cast.rosa)
    url = reverse("needs:need", args=[cast.ada_lunch.pk])
    page = client.post(url, typed(where="free", labels=["3", "5"]), follow=True).content.decode()
    assert "Need changed." in page
    assert f'action="{url}"' not in page
    assert SupportNeed.objects.get(pk=cast.ada_lunch.pk).labels == ["3", "5"]


def test_many_students_come_a_page_at_a_time_in_the_order_of_names(cast, as_, monkeypatch):
    module = sys.modules["kithwork.apps.needs.queries.needs_page"]
    monkeypatch.setattr(module, "ROWS_A_PAGE", 1)
    client = as_(cast.rosa)

    def shown(query=""):
        page = client.get(reverse("needs:needs") + query).context["page"]
        return [row.student.called for row in page.rows], page.shown

    assert shown() == (["Ada"], 2)
    assert shown("?page=2") == (["Malik"], 2)
    assert shown("?page=99") == (["Malik"], 2)
    assert shown("?page=x") == (["Ada"], 2)
