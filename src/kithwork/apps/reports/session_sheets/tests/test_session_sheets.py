"""Cards and sheets on paper: who may print them, what stands on them, and what never does."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from django.urls import reverse

from kithwork.apps.reports.session_sheets import content
from kithwork.apps.reports.session_sheets.words import ENGLISH, SPANISH
from kithwork.apps.runs import actions
from kithwork.apps.runs.models import Draw, Run, Sheet
from kithwork.apps.runs.sheet_code import shown
from tests.cast import CANARIES, MONDAY, make_playbook_copy, make_run

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parents[1]


def address(run, kind="", **query):
    name = "reports:session_sheets_pdf" if kind else "reports:session_sheets"
    return reverse(name, args=[run.pk, kind] if kind else [run.pk]), query


def everything(cast, run, language="en"):
    """All that is printed for a run, as the templates get it."""
    pages = [content.printed(kind, run, MONDAY, language) for kind in content.KINDS]
    sheets = actions.print_sheets(run, list(run.sessions.all()), by=cast.ines)
    tallies = content.printed_tallies(cast.ines, run, [one.pk for one in sheets])
    return json.dumps([*pages, tallies], ensure_ascii=False)


# ------------------------------------------------------------------ what stands on them


def test_a_pair_card_says_first_names_turns_and_the_team(cast, odd_class):
    page = content.printed("pairs", odd_class, MONDAY, "en")
    cards = page["cards"]
    assert sum(len(card["partners"]) for card in cards) == 27
    assert sorted(len(card["partners"]) for card in cards)[-1] == 3
    assert {card["team"] for card in cards} == {"Team A", "Team B"}
    three = next(card for card in cards if len(card["partners"]) == 3)
    assert [one["turn"] for one in three["partners"]] == [
        "Starts as Tutor", "Starts as Tutee", "Has the third turn",
    ]  # fmt: skip
    assert all(" " not in one["name"] for card in cards for one in card["partners"])
    assert {card["days"] for card in cards} == {"November 9 to November 15"}


def test_coach_cards_hold_each_cue_card_and_the_correction_in_words(cast, cwpt, pals):
    tutor, tutee = content.printed("coach", cwpt, MONDAY, "en")["cards"]
    assert (tutor["title"], tutee["title"]) == ("Tutor", "Tutee")
    assert tutor["correction"] == "Tell, then practise three times"
    respond = tutor["moments"][1]
    assert (respond["who"], respond["is_own"]) == ("Tutee", False)
    assert "Wait 5 seconds." in respond["text"]
    assert respond["then"][0] == "Right: 2 points, go to 3"
    titles = [card["title"] for card in content.printed("coach", pals, MONDAY, "en")["cards"]]
    assert titles == ["Reader", "Coach", "Coach: Retell", "Coach: Shrink", "Coach: Predict"]


def test_the_numbers_of_the_school_stand_on_the_cards(cast, cwpt):
    cwpt.choices = cwpt.choices | {"values": {"silent_seconds": 4}}
    cwpt.save()
    assert "Wait 4 seconds." in json.dumps(content.printed("coach", cwpt, MONDAY, "en"))


def test_point_sheets_are_each_partners_or_the_pairs_as_the_practice_says(cast, cwpt, pals):
    own = content.printed("points", cwpt, MONDAY, "en")
    assert (own["each"], {len(pair) for pair in own["pairs"]}) == (True, {2})
    assert own["pairs"][0][0]["boxes"] == 200
    assert own["pairs"][0][0]["earns"] == ("Right the first time: 2", "Right after practice: 1")
    shared = content.printed("points", pals, MONDAY, "en")
    assert (shared["each"], {len(pair) for pair in shared["pairs"]}) == (False, {1})
    assert " & " in shared["pairs"][0][0]["names"]


def test_in_spanish_no_card_mixes_languages(cast, cwpt):
    text = json.dumps(
        [content.printed(kind, cwpt, MONDAY, "es") for kind in content.KINDS], ensure_ascii=False
    )
    for word in ("Empieza como Tutor", "Espera 5 segundos.", "Equipo A", "Tacha un número"):
        assert word in text
    for word in ("Starts as", "Wait", "Right", "Team", "Total:"):
        assert word not in text
    assert set(SPANISH) == set(ENGLISH)
    assert all(SPANISH[key].count("%(") == str(ENGLISH[key]).count("%(") for key in ENGLISH)


def test_a_tally_sheet_has_its_code_and_the_rows_of_its_own_day(cast, odd_class):
    sheets = actions.print_sheets(odd_class, list(odd_class.sessions.all()), by=cast.ines)
    first, second = content.printed_tallies(cast.ines, odd_class, [one.pk for one in sheets])[
        "sheets"
    ]
    assert (first["code"], second["code"]) == tuple(shown(one.code) for one in sheets)
    assert first["columns"] == ("Row", "Who", "Away", "Points", "Bonus", "Seen", "Not seen")
    assert len(first["rows"]) == 13
    assert [one["number"] for one in first["levels"]] == [5, 4, 3, 2, 1, 0]


# ------------------------------------------------------------------ what never does


@pytest.mark.parametrize("key", ["cwpt", "pals"])
def test_nothing_printed_says_how_anybody_does_or_who_is_kept_apart(request, cast, key):
    run = request.getfixturevalue(key)
    for language in ("en", "es"):
        text = everything(cast, run, language).casefold()
        for word in CANARIES.values():
            assert word not in text
        for word in ("rank", "score", "disab", "iep", "avoid", "higher", "lower", "okafor", "test"):
            assert word not in text, word
    templates = " ".join(path.read_text() for path in HERE.glob("*.typ"))
    assert not any(word in templates for word in ("rank", "score", "avoid", "student_id"))


def test_lines_and_cards_stand_by_name_so_that_no_order_tells_a_rank(cast, pals):
    cards = content.printed("pairs", pals, MONDAY, "en")["cards"]
    order = [(card["team"], card["partners"][0]["name"].casefold()) for card in cards]
    assert order == sorted(order)


def test_partners_who_may_not_meet_any_more_get_no_card_together(cast, cwpt):
    from kithwork.apps.needs.models import DoNotPair

    group = Draw.objects.get(run=cwpt, starts_on=MONDAY).groups.first()
    one, two = sorted(group.seats.values_list("student_id", flat=True))
    names = set(group.seats.values_list("student__first_name", flat=True))
    DoNotPair.objects.create(first_id=one, second_id=two, reason="Apart", since=MONDAY)
    for card in content.printed("pairs", cwpt, MONDAY, "en")["cards"]:
        assert not names <= {holder["name"] for holder in card["partners"]}


# ------------------------------------------------------------------ doors


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_pages_come_out_tagged_and_the_same_each_time(cast, odd_class, client_for, paper):
    ines = client_for(cast.ines)
    for kind in content.KINDS:
        url, query = address(odd_class, kind, paper=paper, lang="es")
        made = [ines.get(url, query) for _ in range(2)]
        assert made[0]["Content-Type"] == "application/pdf"
        assert made[0].content == made[1].content
        assert b"/StructTreeRoot" in made[0].content


def test_a_press_gives_codes_and_leads_to_the_pdf(cast, cwpt, client_for):
    ines = client_for(cast.ines)
    given = {"session": [one.pk for one in cwpt.sessions.all()], "on": MONDAY, "paper": "a4"}
    answer = ines.post(reverse("reports:make_tally_sheets", args=[cwpt.pk]), given)
    keys = parse_qs(urlparse(answer["Location"]).query)["sheet"]
    assert [int(key) for key in keys] == [one.pk for one in Sheet.objects.all()]
    pdf = ines.get(answer["Location"])
    assert pdf.content.startswith(b"%PDF-")
    assert client_for(cast.zed).get(answer["Location"]).status_code == 404


def test_no_time_chosen_is_a_sentence(cast, cwpt, client_for):
    answer = client_for(cast.ines).post(reverse("reports:make_tally_sheets", args=[cwpt.pk]))
    assert answer.status_code == 409
    assert "Choose at least one time" in answer.content.decode()


def test_who_sees_some_of_them_is_told_whom_to_ask(cast, cwpt, client_for):
    url, _query = address(cwpt)
    answer = client_for(cast.tomas).get(url)
    assert answer.status_code == 403
    assert "Ask who leads it" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "query"),
    [("secrets", {}), ("pairs", {"paper": "a0"}), ("pairs", {"lang": "xx"}), ("tally", {}),
     ("tally", {"sheet": "x"}), ("tally", {"sheet": "99999"})],
)  # fmt: skip
def test_a_wrong_address_is_not_there(cast, cwpt, client_for, kind, query):
    url, _query = address(cwpt, kind)
    assert client_for(cast.ines).get(url, query).status_code == 404


def test_before_pairs_are_drawn_the_page_says_where_to_draw_them(cast, people, client_for):
    run = make_run(cast, "New", students=people, choices={"variant": "spelling"})
    url, _query = address(run)
    page = client_for(cast.ines).get(url).content.decode()
    assert reverse("runs:draw", args=[run.pk]) in page
    assert "They are printed once pairs are drawn." in page
    pairs, _query = address(run, "pairs")
    assert client_for(cast.ines).get(pairs).status_code == 404


def test_a_practice_without_pairs_has_a_line_for_each_student(cast, client_for):
    run = make_run(
        cast,
        "Note taking",
        scope=Run.Scope.FOCUS_STUDENT,
        focus_student=cast.ada,
        section=None,
        students=[cast.ada, cast.ben],
        playbook=make_playbook_copy("note_taker"),
        facilitator=None,
    )
    rosa = client_for(cast.rosa)
    url, _query = address(run)
    assert "This practice draws no pairs." in rosa.get(url).content.decode()
    from kithwork.apps.reports.session_sheets.tests.conftest import dated

    session = dated(run, MONDAY + timedelta(days=1))
    (sheet,) = actions.print_sheets(run, [session], by=cast.rosa)
    assert [row["students"] for row in sheet.rows] == [[cast.ben.pk], [cast.ada.pk]]
    page = content.printed_tallies(cast.rosa, run, [sheet.pk])["sheets"][0]
    assert page["columns"] == ("Row", "Who", "Away")


def test_a_name_made_of_code_is_only_a_name(cast, cwpt, client_for):
    cast.ada.first_name = '#panic("x") *Ada* $1$ [x] \\'
    cast.ada.save()
    url, _query = address(cwpt, "pairs")
    assert client_for(cast.ines).get(url).content.startswith(b"%PDF-")
