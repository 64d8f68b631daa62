"""To add a practice, write one file. The how-to's own example is what is written here."""

from __future__ import annotations

import re
from pathlib import Path

from kithwork.playbooks import check_file, parse, shelf, shipped, told
from kithwork.playbooks.load import LIBRARY

HOW_TO = Path(__file__).resolve().parents[4] / "docs" / "how-to" / "add-a-practice.md"


def the_example() -> str:
    """The TOML that the how-to page shows, whole."""
    return re.search(r"```toml\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL).group(1)


def test_one_file_in_a_folder_is_a_new_practice(tmp_path):
    path = tmp_path / "story_swap.toml"
    path.write_text(the_example(), "utf-8")
    assert [str(fault) for fault in check_file(path, shipped()).faults] == []
    found = shelf(LIBRARY, tmp_path)
    assert found.faults == ()
    assert set(found.playbooks) == {"story_swap", *shipped()}
    story = found.playbooks["story_swap"]
    assert [step.id for step in story.session("swap").steps] == [
        "ready",
        "tell",
        "swap_roles",
        "retell",
        "thank",
    ]
    assert story.session("swap").practice_minutes() == 10
    assert "Story swap" in told(story)
    # What a run keeps is enough to read it again when the file has long changed.
    kept = story.text
    path.write_text(the_example().replace("version = 1", "version = 2"), "utf-8")
    assert parse(kept) == story
