"""The pages of a plan: each opens for the coordinator alone, says what it shows, and loses nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.jobs.models import Job
from kithwork.apps.plans import actions
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.solve_job import solve_ask
from tests.cast import CANARIES, MONDAY

pytestmark = pytest.mark.usefixtures("frozen_now")


class Run:
    """What the background gives a job, without a background."""

    def __init__(self, args):
        self.args = args

    def progress(self, **said):
        assert said["stage"]

    def should_stop(self):
        return False

    def hold(self):
        pass


@pytest.fixture
def drafts(cast):
    """Three drafts for the cast's school, made at once."""
    ask = actions.ask_for_plan(
        starts_on=MONDAY, ends_on=MONDAY + timedelta(days=30), seconds=1, by=cast.rosa
    )
    solve_ask(Run({"ask_id": ask.pk}))
    Job.objects.filter(pk=ask.job_id).update(state="done")
    return list(Draft.objects.filter(ask=ask).order_by("number"))


@pytest.fixture
def rosa(cast, client_for):
    return client_for(cast.rosa)


def at(name, draft):
    return reverse(f"plans:{name}", args=[draft.pk])


def a_session(draft):
    row = draft.sessions[0]
    return {"need": row["need"], "slot": row["slot"]}


def test_the_first_page_names_the_next_step(rosa):
    page = rosa.get(reverse("plans:plan")).content.decode()

    assert "Make the first plan" in page
    assert reverse("plans:ask") in page


def test_asking_leads_to_the_page_that_shows_how_far_it_is(rosa):
    given = {"starts_on": "2026-11-09", "ends_on": "2026-12-18", "seconds": "5"}
    answer = rosa.post(reverse("plans:ask"), given)

    page = rosa.get(answer.url).content.decode()
    assert "Stop and keep best" in page
    assert "every 1s" in page


def test_asking_with_the_last_day_first_is_said_beside_the_field(rosa):
    given = {"starts_on": "2026-12-09", "ends_on": "2026-11-18", "seconds": "5"}
    answer = rosa.post(reverse("plans:ask"), given)

    assert "The last day must not be before the first." in answer.content.decode()
    assert not Job.objects.exists()


def test_when_the_match_is_done_the_page_goes_on_to_compare(rosa, drafts):
    there = rosa.get(reverse("plans:matching", args=[drafts[0].ask_id]))
    swapped = rosa.get(there.url, headers={"HX-Request": "true"})

    assert there.url == reverse("plans:compare", args=[drafts[0].ask_id])
    assert swapped.content.decode().count('scope="col"') == 4


def test_the_review_says_how_many_needs_are_met(rosa, drafts):
    page = rosa.get(at("review", drafts[0]))

    shown = page.context["page"]
    assert shown.title == f"{shown.met} of {shown.total} needs met"
    assert shown.total == 3
    assert "<caption" in page.content.decode()
    assert page.content.decode().count('scope="row"') == 6


@pytest.mark.parametrize("view", ["week", "students", "peers", "classes"])
def test_every_view_shows_the_same_sessions(rosa, drafts, view):
    page = rosa.get(at("review", drafts[0]), {"view": view}).context["page"]

    assert page.shown == rosa.get(at("review", drafts[0])).context["page"].shown
    assert bool(page.rows) is (view == "week")


def test_finding_a_person_leaves_only_their_sessions(rosa, drafts):
    page = rosa.get(at("review", drafts[0]), {"who": "ada oka", "filtered": "1"})

    chips = [chip for row in page.context["page"].rows for cell in row.cells for chip in cell.chips]
    assert chips
    assert all("Ada" in chip.names for chip in chips)
    assert f"{len(chips)} shown" in page.content.decode()


def test_a_page_number_past_the_end_says_that_nobody_is_there(rosa, drafts):
    page = rosa.get(at("review", drafts[0]), {"view": "students", "page": "9"})

    assert "Nobody matches" in page.content.decode()


def test_a_session_opens_beside_the_grid_and_as_a_page(rosa, drafts):
    where = at("session", drafts[0])
    part = rosa.get(where, a_session(drafts[0]), headers={"HX-Request": "true"}).content.decode()
    page = rosa.get(where, a_session(drafts[0])).content.decode()

    assert "<h1" not in part
    assert part.strip()[:200] in page
    assert "Somebody else?" in page


@pytest.mark.parametrize(
    "given", [{}, {"need": "nobody", "slot": "1"}, {"need": "x", "slot": "-1"}]
)
def test_a_session_that_is_not_in_the_plan_is_not_found(rosa, drafts, given):
    assert rosa.get(at("session", drafts[0]), given).status_code == 404


def test_locking_says_what_was_done_and_keeps_the_view(rosa, drafts):
    draft = drafts[0]
    answer = rosa.post(
        at("lock", draft),
        {**a_session(draft), "version": 1, "keep": "1"},
        headers={"Referer": f"http://testserver{at('review', draft)}?view=peers&evil=1"},
    )

    assert answer.url == f"{at('review', draft)}?view=peers"
    page = rosa.get(answer.url).content.decode()
    assert "is kept as it is." in page
    assert "kept as you set it" in page
    draft.refresh_from_db()
    assert (draft.version, len(draft.locks)) == (2, len(draft.sessions[0]["peers"]))


def test_undo_takes_the_latest_change_back(rosa, drafts):
    draft = drafts[0]
    rosa.post(at("lock", draft), {**a_session(draft), "version": 1, "keep": "1"})
    rosa.post(at("undo", draft), {"version": 2})

    draft.refresh_from_db()
    assert (draft.version, draft.locks) == (3, [])


def test_two_people_editing_see_both_changes_and_lose_nothing(rosa, drafts):
    draft = drafts[0]
    first, second = draft.sessions[0], draft.sessions[-1]
    rosa.post(
        at("lock", draft),
        {"need": first["need"], "slot": first["slot"], "version": 1, "keep": "1"},
    )
    given = {"need": second["need"], "slot": second["slot"], "version": 1, "keep": "1"}
    answer = rosa.post(at("lock", draft), given)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Rosa Alvarez" in page
    assert answer.context["yours"] in page
    assert [edit.sentence for edit in answer.context["theirs"]] != [answer.context["yours"]]
    again = rosa.post(at("lock", draft), {**given, "version": answer.context["draft"].version})
    assert again.status_code == 302
    draft.refresh_from_db()
    assert len(draft.locks) == len(first["peers"]) + len(second["peers"])


def test_a_swap_that_breaks_rules_says_them_and_changes_nothing(cast, rosa, drafts):
    draft = drafts[0]
    people = {pk: name for name, pk in draft.ask.people["students"].items()}
    needs = {pk: name for name, pk in draft.ask.people["needs"].items()}
    row = next(one for one in draft.sessions if one["need"] == needs[cast.ada_art.pk])
    answer = rosa.post(
        at("swap", draft),
        {
            "need": row["need"], "slot": row["slot"], "version": 1,
            "out": row["peers"][0], "into": people[cast.lena.pk],
        },
    )  # fmt: skip

    assert answer.status_code == 409
    assert "are not to be paired" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.version == 1


def test_an_open_need_says_why_and_what_would_fix_it(rosa, drafts):
    draft = drafts[0]
    need = rosa.get(at("review", draft)).context["page"].open_needs
    if not need:
        draft.sessions = draft.sessions[1:]
        draft.save(update_fields=["sessions"])
        need = rosa.get(at("review", draft)).context["page"].open_needs
    page = rosa.get(at("need", draft), {"need": need[0].need})
    panel = page.context["need_panel"]

    assert panel.why
    assert "Leave it open" in page.content.decode()
    rosa.post(at("leave_open", draft), {"need": panel.need, "version": 1, "why": "A trip in May."})
    draft.refresh_from_db()
    assert draft.edits.first().sentence.endswith("A trip in May.")
    left = rosa.get(at("need", draft), {"need": panel.need})
    assert "Open it again" in left.content.decode()
    rosa.post(at("reopen", draft), {"need": panel.need, "version": 2})
    draft.refresh_from_db()
    assert draft.left_open == []
    panel = rosa.get(at("need", draft), {"need": panel.need}).context["need_panel"]
    if panel.fixes:
        before = len(draft.sessions)
        rosa.post(
            at("try_fix", draft),
            {"need": panel.need, "kind": panel.fixes[0].kind, "version": draft.version},
        )
        draft.refresh_from_db()
        assert len(draft.sessions) > before


def test_publishing_shows_what_everybody_gets_and_then_does_it(cast, rosa, drafts):
    draft = drafts[0]
    check = rosa.get(at("publish_check", draft)).content.decode()
    answer = rosa.post(at("publish", draft), {"version": 1})

    assert "Students: 2" in check
    assert answer.url == reverse("plans:plan")
    page = rosa.get(answer.url).content.decode()
    assert "on the calendar" in page
    assert "The plan in force" in page
    draft.refresh_from_db()
    assert draft.status == "in_force"


def test_a_draft_changed_meanwhile_is_not_published(rosa, drafts):
    draft = drafts[0]
    rosa.post(at("lock", draft), {**a_session(draft), "version": 1, "keep": "1"})
    answer = rosa.post(at("publish", draft), {"version": 1})

    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.status == "open"


def test_drafts_can_be_put_away(rosa, drafts):
    rosa.post(reverse("plans:drop", args=[drafts[0].ask_id]))

    assert not Draft.objects.filter(status="open").exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_else_opens_a_draft(cast, client_for, drafts, role):
    client = client_for(cast.viewers[role])

    assert client.get(at("review", drafts[0])).status_code == 404
    assert client.post(at("publish", drafts[0]), {"version": 1}).status_code == 404


def test_a_coordinator_elsewhere_finds_nothing(cast, client_for, drafts):
    assert client_for(cast.zed).get(at("review", drafts[0])).status_code == 404


def test_no_private_word_stands_on_the_pages_of_a_plan(rosa, drafts):
    draft = drafts[0]
    pages = [
        rosa.get(at("review", draft)),
        rosa.get(at("session", draft), a_session(draft)),
        rosa.get(at("publish_check", draft)),
    ]

    for page in pages:
        assert not [word for word in CANARIES.values() if word in page.content.decode()]


def test_the_review_of_a_plan_asks_the_database_few_times(
    rosa, drafts, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30):
        rosa.get(at("review", drafts[0]))
