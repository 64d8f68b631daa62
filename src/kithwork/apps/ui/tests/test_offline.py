"""What a device may keep, and what others gave us stays as they gave it."""

import hashlib
import json
import re
import tomllib
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from django.contrib.staticfiles import finders

from kithwork.apps.ui import offline
from tests.browser import sign_in_as

VENDOR = Path(offline.__file__).parent / "static/ui/vendor"


def test_files_of_others_are_as_they_gave_them():
    listed = tomllib.loads((VENDOR / "vendor.toml").read_text())["file"]
    for one in listed:
        found = hashlib.sha256((VENDOR / one["name"]).read_bytes()).hexdigest()
        assert found == one["sha256"], one["name"]
    scripts = {path.name for path in VENDOR.glob("*.js")}
    assert scripts == {one["name"] for one in listed}


def test_every_module_a_frame_imports_is_kept_too():
    """A frame that opens without a network must not ask for a file that is not there."""
    names = {*offline.SHARED, *(name for frame in offline.FRAMES for name in frame.files)}
    for name in sorted(one for one in names if one.endswith(".js")):
        script = Path(finders.find(name)).read_text()
        for target in re.findall(r'from "(\./[^"]+|\.\./[^"]+)"', script):
            assert normpath(join(dirname(name), target)) in names, (name, target)


@pytest.mark.django_db
def test_the_worker_is_served_from_the_top_and_names_nobody(cast, client_for):
    answer = client_for(cast.rosa).get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert (answer["Cache-Control"], answer["Service-Worker-Allowed"]) == ("no-cache", "/")
    kept = json.loads(re.search(r"const KEPT = (\{.*\});", answer.content.decode()).group(1))
    assert "/static/ui/letters.js" in kept["files"]
    for frame in kept["frames"]:
        page = client_for(cast.rosa).get(frame["url"]).content.decode()
        assert "Rosa" not in page and "Ada" not in page, frame["url"]


BOX = """async (answers) => {
  const { openBox } = await import("/static/ui/letters.js");
  const states = [];
  window.sent = [];
  window.fetch = async (url, init) => {
    const { letters } = JSON.parse(init.body);
    window.sent.push(letters.map((one) => one.letter));
    const answer = answers.shift();
    if (answer === "cut") throw new TypeError("no network");
    const said = letters.map((one) => ({ letter: one.letter, answer, sentence: "No." }));
    return new Response(JSON.stringify({ answers: said }), { status: 200 });
  };
  const box = await openBox("test-" + Math.random(), "/x/", (state) => states.push(state));
  window.box = box;
  const one = await box.keep({ kind: "point" });
  await new Promise((done) => setTimeout(done, 300));
  await box.send();
  return { letter: one.letter, sent: window.sent, left: (await box.waiting()).length, states };
}"""


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("answers", "sent", "left"),
    [
        (["kept"], 1, 0),
        (["already"], 1, 0),
        (["refused"], 1, 1),
        (["cut", "kept"], 2, 0),
        (["retry", "kept"], 2, 0),
    ],
)
def test_a_letter_leaves_the_box_only_when_it_was_answered_for(
    cast, page, ears, live_server, answers, sent, left
):
    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + "/gallery/")
    found = page.evaluate(BOX, answers)
    assert [found["letter"]] * sent == [one[0] for one in found["sent"]]
    assert found["left"] == left
    last = found["states"][-1]
    assert (last["waiting"], [one["sentence"] for one in last["refused"]]) == (0, ["No."] * left)


HURRIED = """async () => {
  const { openBox } = await import("/static/ui/letters.js");
  const said = [];
  let taken = 0;
  window.fetch = async (url, init) => {
    const { letters } = JSON.parse(init.body);
    taken += letters.length;
    const answers = letters.map((one) => ({ letter: one.letter, answer: "kept" }));
    return new Response(JSON.stringify({ answers }), { status: 200 });
  };
  const box = await openBox("test-" + Math.random(), "/x/", (state) => said.push(state.waiting));
  const stale = [];
  for (let nth = 0; nth < 200; nth++) {
    const before = said.length;
    await box.keep({ kind: "point", nth });
    if (said.length === before) stale.push(nth);
    // Each time a little later after the last: one of them lands where a round of sending ends.
    for (let wait = 0; wait < nth % 23; wait++) await Promise.resolve();
    if (nth % 3) await new Promise((done) => setTimeout(done, nth % 5));
  }
  await new Promise((done) => setTimeout(done, 500));
  return { taken, left: (await box.waiting()).length, last: said.at(-1), stale };
}"""


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_letter_kept_while_another_is_sent_is_not_left_lying(cast, page, ears, live_server):
    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + "/gallery/")
    assert page.evaluate(HURRIED) == {"taken": 200, "left": 0, "last": 0, "stale": []}
