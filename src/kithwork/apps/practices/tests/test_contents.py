"""Lists of the school: made, shared, corrected with care, copied, closed."""

import pytest

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.practices import actions, policies, queries
from kithwork.apps.practices.actions import ContentFrame
from kithwork.apps.practices.lines import read_lines
from kithwork.apps.practices.models import ContentSet
from kithwork.apps.runs.models import Score
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, make_run

pytestmark = pytest.mark.django_db

FRAME = ContentFrame("Spelling, week 11", "spelling", "Language arts", "3", "")


def words(text="because\nfriend"):
    return read_lines("spelling", text)


def keep(by, text="because\nfriend", frame=FRAME):
    return actions.keep_content_set(frame, words(text), by=by)


@pytest.mark.parametrize(
    ("person", "may_make", "may_change"),
    [
        ("rosa", True, True),
        ("ines", True, True),
        ("sven", True, False),
        ("tomas", False, False),
        ("pia", False, False),
        ("ben_viewer", False, False),
        ("zed", True, False),
    ],
)
def test_who_makes_and_changes_lists(cast, person, may_make, may_change):
    kept, viewer = keep(cast.ines), getattr(cast, person)
    assert bool(policies.may_make_contents(viewer)) is may_make
    assert bool(policies.may_change_contents(viewer, kept)) is may_change
    if not may_make:
        with pytest.raises(Refused):
            keep(viewer)
    if not may_change:
        with pytest.raises(Refused):
            actions.close_content_set(kept, by=viewer)
        with pytest.raises(Refused):
            actions.reopen_content_set(kept, by=viewer)
        with pytest.raises(Refused):
            actions.change_content_set(
                kept, FRAME, words(), seen=queries.digest_of(kept), by=viewer
            )


def test_keeping_a_list_numbers_its_items_and_leaves_a_trail(cast):
    kept = keep(cast.ines)
    assert [(one.place, one.prompt, one.words) for one in kept.items.all()] == [
        (1, "because", None),
        (2, "friend", None),
    ]
    entry = TrailEntry.objects.get(verb="contents.keep")
    assert (entry.by_id, entry.detail) == (cast.ines.user_id, {"items": 2})


def test_a_list_with_a_fault_is_not_kept(cast):
    with pytest.raises(Problem, match="Line 3: this is on line 1 already"):
        keep(cast.ines, "cat\ndog\ncat")
    assert not ContentSet.objects.exists()


def test_whoever_was_quicker_is_not_overwritten(cast):
    kept = keep(cast.ines)
    seen = queries.digest_of(kept)
    actions.change_content_set(kept, FRAME, words("because\nfriends"), seen=seen, by=cast.ines)
    with pytest.raises(Conflict):
        actions.change_content_set(kept, FRAME, words("x\ny"), seen=seen, by=cast.rosa)
    assert [one.prompt for one in kept.items.all()] == ["because", "friends"]


def test_under_kept_scores_a_list_is_corrected_but_does_not_grow(cast):
    kept = keep(cast.ines)
    run = make_run(cast, contents=kept)
    Score.objects.create(
        run=run, student=cast.ada, contents=kept, kind="pre", on=MONDAY, right=1, out_of=2
    )
    seen = queries.digest_of(kept)
    with pytest.raises(Problem, match="stays at 2 items"):
        actions.change_content_set(kept, FRAME, words("a\nb\nc"), seen=seen, by=cast.ines)
    actions.change_content_set(kept, FRAME, words("because\nfriendly"), seen=seen, by=cast.ines)
    assert [one.prompt for one in kept.items.all()] == ["because", "friendly"]


def test_closing_and_opening_again(cast, frozen_now):
    kept = actions.close_content_set(keep(cast.ines), by=cast.ines)
    assert kept.closed_on == MONDAY
    assert queries.contents_page(cast.ines) == []
    assert [one.contents for one in queries.contents_page(cast.ines, closed=True)] == [kept]
    with pytest.raises(Problem, match="closed already"):
        actions.close_content_set(kept, by=cast.ines)
    actions.reopen_content_set(kept, by=cast.rosa)
    with pytest.raises(Problem, match="open already"):
        actions.reopen_content_set(kept, by=cast.rosa)


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("Week 11", "Week 12"),
        ("Unit 3, week 9 words", "Unit 3, week 10 words"),
        ("Rivers", "Rivers, next"),
    ],
)
def test_a_copy_is_named_for_the_next_week(name, copy):
    assert queries.next_name(name) == copy


def test_a_list_is_made_copied_and_taken_home_in_the_pages(cast, client_for):
    client = client_for(cast.ines)
    new = {"name": "Week 11", "kind": "facts", "lines": "6 x 7 = 42\r\n=1+1\t2"}
    answer = client.post("/practices/lists/new/", new)
    kept = ContentSet.objects.get()
    assert answer.url == f"/practices/lists/{kept.pk}/"
    assert [one.answer for one in kept.items.all()] == ["42", "2"]
    assert b"'=1+1,2" in client.get(f"/practices/lists/{kept.pk}/file/").content
    copy = client.get(f"/practices/lists/new/?copy={kept.pk}").content.decode()
    assert 'value="Week 12"' in copy
    assert "6 x 7\t42" in copy


def test_a_file_with_faults_stands_in_the_box_to_be_mended(cast, client_for):
    from django.core.files.uploadedfile import SimpleUploadedFile

    given = SimpleUploadedFile("week.csv", b"prompt,answer\n6 x 7,42\n6 x 8,\n")
    answer = client_for(cast.ines).post(
        "/practices/lists/new/", {"name": "Week 11", "kind": "facts", "file": given}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 3: the answer is missing" in text
    assert "6 x 7\t42\n6 x 8</textarea>" in text
    assert not ContentSet.objects.exists()


def test_changing_keeps_the_kind_and_tells_a_conflict_on_the_page(cast, client_for):
    kept = keep(cast.ines)
    client, url = client_for(cast.ines), f"/practices/lists/{kept.pk}/change/"
    form = {
        "name": "Week 12",
        "kind": "facts",
        "lines": "house\nmouse",
        "seen": queries.digest_of(kept),
    }
    assert client.post(url, form).status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.kind) == ("Week 12", "spelling")
    late = client.post(url, form | {"lines": "late\nlater"})
    assert late.status_code == 409
    assert "Nothing was overwritten" in late.content.decode()


def test_lists_of_another_school_are_not_there(cast, client_for):
    kept = keep(cast.ines)
    assert client_for(cast.zed).get(f"/practices/lists/{kept.pk}/").status_code == 404
    assert client_for(cast.zed).get(f"/practices/lists/new/?copy={kept.pk}").status_code == 404
    assert client_for(cast.ines).get("/practices/lists/new/?copy=x").status_code == 404


def test_closing_and_opening_in_the_pages(cast, client_for):
    kept, client = keep(cast.ines), client_for(cast.ines)
    client.post(f"/practices/lists/{kept.pk}/close/")
    assert "Spelling, week 11" in client.get("/practices/lists/?closed=1").content.decode()
    assert client.get("/practices/lists/?kind=facts").status_code == 200
    client.post(f"/practices/lists/{kept.pk}/reopen/")
    kept.refresh_from_db()
    assert kept.closed_on is None
