"""Each thing a schema cannot say, with a small playbook that breaks it."""

from __future__ import annotations

import pytest

from kithwork.playbooks import numbers, shipped
from kithwork.playbooks.tests.small import TEXT, said_of

MACHINE = """
[[corrections]]
id = "ask"
name = "Ask"
when = "A question is asked."
start = "asked"
tag = "D"
states = [
  { id = "asked", actor = "teller", prompt = "Ask.", go = [{ on = "answered", label = "Answered", to = "done" }] },
  { id = "done", actor = "pair", prompt = "Next.", ends = true },
]
"""
AWARD = '[scoring]\nkind = "points"\nawards = [{ id = "ok", name = "Right", points = 1, by = "teller", tag = "D" }]\n'
RULE = """
[[own_rules]]
id = "mine"
name = "Mine"
suggest = "talk"
says = "Talk about it?"
tag = "D"
conditions = [{ metric = "x", when = "below", value = 3, window = { unit = "now" } }]
"""
VALUE = (
    '\n[[adjustable]]\nid = "a"\nname = "A"\nvalue = 2\nmin = 1\nmax = 3\nhelp = "H."\ntag = "D"\n'
)
FORM = '\n[[forms]]\nid = "f"\nname = "F"\npurpose = "P."\nwhen = "term"\nfilled_by = "teacher"\n'
FIELD = '[[forms.fields]]\nid = "x"\nlabel = "X"\n'


def test_the_starter_is_sound():
    assert said_of() == []


@pytest.mark.parametrize("playbook", shipped().values(), ids=lambda one: one.id)
def test_every_number_of_a_shipped_playbook_has_a_parent(playbook):
    found = list(numbers(playbook))
    assert len(found) > 50
    assert [one for one in found if one.tag not in {"S", "V", "K", "D"}] == []


# What is changed in the starter, what is added to it, and the one thing the check then says.
CASES = [
    # ids
    ('actor = "everyone"', 'actor = "crowd"', "", 'sessions 1, steps 1, actor: there is no actor "crowd"; add it, or name another.'),
    ('first = "teller"', 'first = "tellr"', "", 'sessions 1, steps 2, first: there is no role "tellr"; did you mean "teller"?'),
    ('cues = ["listener_card"]', 'cues = ["card"]', "", 'sessions 1, steps 2, cues: there is no cue card "card"; add it, or name another.'),
    ('signal = "start"', 'correction = "c"', "", 'sessions 1, steps 1, correction: there is no correction "c"; add it, or name another.'),
    ('signal = "start"', 'awards = ["w"]', "", 'sessions 1, steps 1, awards: there is no award "w"; add it, or name another.'),
    ('signal = "start"', 'content = "w"', "", 'sessions 1, steps 1, content: there is no content "w"; add it, or name another.'),
    ('rules = ["DR-10"', 'rules = ["DR-01"', "", 'rules: there is no shared rule "DR-01"; did you mean'),
    ('id = "academic_engaged"', 'id = "academic_engagd"', "", 'measures 1, id: there is no measure "academic_engagd"; did you mean "academic_engaged"?'),
    ("rules = [", 'question_sets = ["figure_3"]\nrules = [', "", 'question_sets: there is no question set "figure_3"; did you mean'),
    ("critical = true", 'critical = true\nskill = "wait"', "", 'fidelity, items 1, skill: there is no skill "wait"; add it, or name another.'),
    ("critical = true", 'critical = true\npart = "p"', "", 'fidelity, items 1, part: there is no part of the checklist "p"; add it, or name another.'),
    ("critical = true", 'critical = true\nstep = "p"', "", 'fidelity, items 1, step: there is no step "p"; add it, or name another.'),
    ('kind = "none"', 'kind = "none"\nmarked_by = "judge"', "", 'scoring, marked_by: there is no role "judge"; add it, or name another.'),
    ('kind = "none"', 'kind = "none"\n[scoring.bonus]\nname = "B"\nby = "judge"\nmin = 1\nmax = 2\nreasons = ["x"]\ntag = "D"', "", 'scoring, bonus, by: there is no role "judge"; add it, or name another.'),
    ("", "", '\n[[stages]]\nid = "s"\nname = "S"\nsession = "x"\nfrom_week = 1\nsteps = ["thank"]\ntag = "D"\n', 'stages 1, session: there is no session "x"; add it, or name another.'),
    ("", "", '\n[[days]]\nid = "d"\ndays = [1]\nkind = "test"\ntext = "T."\ntest = "x"\ntag = "D"\n', 'days 1, test: there is no test "x"; add it, or name another.'),
    ("", "", '\n[[variants]]\nid = "v"\nname = "V"\nabout = "A."\nsessions = ["explain"]\nmeasures = ["wcpm"]\n', 'variants 1, measures: there is no measured here "wcpm"; add it, or name another.'),
    ("", "", '\n[[variants]]\nid = "v"\nname = "V"\nabout = "A."\nsessions = ["explain"]\ncontent = ["w"]\ntests = []\n', 'variants 1, content: there is no content "w"; add it, or name another.'),
    ("", "", '\n[[variants]]\nid = "v"\nname = "V"\nabout = "A."\nsessions = ["explain"]\ntests = ["w"]\n', 'variants 1, tests: there is no test "w"; add it, or name another.'),
    ("", "", '\n[[tests]]\nid = "t"\nname = "T"\nwhen = "pre"\nmeasure = "w"\ntext = "T."\n', 'tests 1, measure: there is no measure "w"; add it, or name another.'),
    ('gives = ["Attention"', 'measures = ["w"]\ngives = ["Attention"', "", 'roles 2, measures: there is no measure "w"; add it, or name another.'),
    ("", "", FORM + FIELD + 'kind = "text"\nmeasure = "w"\n', 'forms 1, fields 1, measure: there is no measure "w"; add it, or name another.'),
    # values of a school
    ("minutes = 10", 'minutes = 10\nfollows = { minutes = "b" }', VALUE, 'sessions 1, follows, minutes: there is no adjustable value "b"; add it, or name another.'),
    ("minutes = 10", 'minutes = 10\nfollows = { minutes = "a" }', VALUE, "sessions 1, follows, minutes: 10 here but 2 in adjustable; make them equal."),
    ("minutes = 10", 'minutes = 10\nfollows = { hours = "a" }', VALUE, 'sessions 1, follows, hours: there is no "hours" here to follow it.'),
    ('say = "Swap."', 'say = "Swap after {b}."', VALUE, 'sessions 1, steps 3, say: there is no adjustable value "b"; add it, or name another.'),
    ("", "", VALUE.replace("value = 2", "value = 4"), "adjustable 1, value: 4 is not from 1 to 3."),
    ("", "", VALUE.replace("max = 3\n", ""), "adjustable 1: a number needs min and max, so that a school knows how far it may go."),
    ("", "", VALUE.replace("value = 2", 'value = "x"\nchoices = ["y"]'), 'adjustable 1, value: "x" is not among choices; add it there.'),
    ("", "", VALUE.replace('tag = "D"', 'tag = "D"\nby_grade = [{ grades = ["K"], value = 1 }]'), "adjustable 1, by_grade 1, grades: K is not among grade_bands; change one or the other."),
    ("", "", VALUE.replace("value = 2", "value = true").replace("min = 1\nmax = 3\n", "").replace('tag = "D"\n', ""), 'adjustable 1, value: say where this default comes from: tag = "S", "V", "K" or "D".'),
    # minutes
    ("minutes = 10", "minutes = 11", "", "sessions 1, minutes: the steps add up to 10, not 11; change one or the other."),
    ("minutes = 3\nsay = \"Swap.\"", 'say = "Swap."', "", "sessions 1, steps: give minutes to each step that is not optional, or to none."),
    ("minutes = 10", "minutes = 10\nbetween = { min = 20, max = 30 }", "", "sessions 1, minutes: 10 is not between the limits given beside it; change one or the other."),
    ('actor = "everyone"', 'actor = "everyone"\nduring = ["thank"]', "", "sessions 1, steps 1, minutes: a step that runs during others takes no minutes of its own; take them out."),
    ("minutes = 15", "minutes = 16", "", "training 1, minutes: the parts add up to 15, not 16; change one or the other."),
    # corrections
    ("", "", MACHINE.replace('start = "asked"', 'start = "nowhere"'), 'corrections 1, start: there is no state "nowhere"; name one of its own.'),
    ("", "", MACHINE.replace('to = "done"', 'to = "nowhere"'), 'corrections 1, states 1, go 1, to: there is no state "nowhere"; name one of its own.'),
    ("", "", MACHINE.replace("]\n}", "]}").replace('start = "asked"', 'start = "done"'), 'corrections 1, states 1: "asked" is never reached; lead to it, or take it out.'),
    ("", "", MACHINE.replace(", ends = true", ', go = [{ on = "x", label = "X", to = "done" }]'), 'corrections 1, states 1: "asked" never comes to an end; lead it to a state with ends = true.'),
    ("", "", MACHINE.replace('prompt = "Ask."', 'prompt = "Ask.", wait_seconds = 5'), 'corrections 1, states 1, go: say where "silent" leads when the wait is over.'),
    ("", "", MACHINE.replace('on = "answered"', 'on = "silent"'), 'corrections 1, states 1, wait_seconds: say how many seconds pass before "silent".'),
    ("", "", MACHINE.replace('go = [{ on', 'go = [{ on = "answered", label = "A", to = "done" }, { on'), 'corrections 1, states 1: "answered" leads two ways; keep one.'),
    ("", "", MACHINE.replace("ends = true", 'ends = true, go = [{ on = "x", label = "X", to = "asked" }]'), "corrections 1, states 2, go: a state that ends leads nowhere; take out go or ends."),
    ("", "", MACHINE.replace('label = "Answered"', 'label = "Answered", award = "none"'), 'corrections 1, states 1, go 1, award: there is no award "none"; add it, or name another.'),
    ("", "", MACHINE.replace('actor = "teller"', 'actor = "judge"'), 'corrections 1, states 1, actor: there is no actor "judge"; add it, or name another.'),
    # numbers and evidence
    ('per_week = { min = 2, max = 3 }\ntag = "D"', "per_week = { min = 2, max = 3 }", "", 'sessions 1, minutes: say where this number comes from: tag = "S", "V", "K" or "D".'),
    ("per_week = { min = 2, max = 3 }", 'per_week = { min = 2, max = 3 }\ntags = { weeks = "V" }', "", "sessions 1, tags, weeks: there is no such number here; take it out."),
    ("per_week = { min = 2, max = 3 }", 'per_week = { min = 2, max = 3 }\ncite = ["s"]', '\n[[sources]]\nid = "s"\ntext = "S."\n', "sessions 1, cite: only S and V may cite a source; K and D are settings. Take out cite."),
    ('how = "New partners every other week."', 'how = "Research shows that it works."', "", 'rotation 1, how: "Research shows" may only stand beside S or V; say what to do instead.'),
    ('strength = "to_confirm"\ntag = "K"', 'strength = "to_confirm"\ntag = "D"', "", "evidence 1, tag: evidence is S, V or K; our own default is never evidence."),
    ('strength = "to_confirm"', 'strength = "strong"', "", 'evidence 1: what was not checked again has strength = "to_confirm" and no sources.'),
    ('strength = "to_confirm"\ntag = "K"', 'strength = "limited"\ntag = "V"', "", "evidence 1, sources: say where this can be read."),
    ('strength = "to_confirm"\ntag = "K"', 'strength = "limited"\ntag = "V"\nsources = ["s"]', "", 'evidence 1, sources: there is no source "s"; add it, or name another.'),
    # sense
    ('grade_bands = ["2-6"]', 'grade_bands = ["2-6", "K"]', "", "grade_bands: name each band once, youngest first."),
    ('method = "planned_activity_check"', 'method = "event"', "", 'measures 1, method: event misleads for "academic_engaged"; use momentary_time_sampling, planned_activity_check, whole_interval.'),
    ("", "", RULE.replace('id = "mine"', 'id = "DR-99"'), "own_rules 1, id: DR- is for shared rules; choose an id of your own."),
    ("", "", RULE + 'acts = "pause_pairing"\n', "own_rules 1, acts: only the four safety rules act by themselves; suggest it."),
    ("", "", RULE.replace("Talk about it?", "You must stop."), "own_rules 1, says: a rule suggests and people decide; say it as a suggestion."),
    ("", "", RULE.replace("value = 3, ", ""), "own_rules 1, conditions 1: say the threshold: value or between."),
    # nothing missing, nothing twice
    ("critical = true\n", "", "", "fidelity, items: mark at least one item with critical = true."),
    ('receives = ["A partner who listens and asks"]', "receives = []", "", "roles 1: say what this role gives and what it receives; both partners do both."),
    ('id = "question"', 'id = "both_told"', "", 'fidelity, items 2, id: "both_told" is taken; choose another id.'),
    ('family = "class_wide"', 'family = "individualised"', "", 'permissions: a plan for one student needs the family: add "focus_family".'),
    ("start = 5", "start = 1", "", "fading, goal: the adult steps back: goal is at most start."),
    ("goal = 2", "goal = 1", "", "fading, goal: is below 2, where the adult stays; change one."),
    ("min = 2\nmax = 3", "min = 4\nmax = 3", "", "group, min: min is more than max; exchange them."),
    ("coach_pct = 60", "coach_pct = 90", "", "fidelity, coach_pct: is above good_pct; exchange them."),
    ("", "", '\n[[grading]]\nid = "g"\nname = "G"\npct = 90\ntag = "D"\n', "grading: the parts add up to 90 %, not 100."),
    ('kind = "none"', 'kind = "none"\n[scoring.bonus]\nname = "B"\nby = "teacher"\nmin = 3\nmax = 2\nreasons = ["x"]\ntag = "D"', "", "scoring, bonus: min is more than max; exchange them."),
    # forms
    ("", "", FORM, "forms 1: has nothing to fill in; add fields or a grid."),
    ("", "", FORM.replace("term", "each_session") + FIELD + 'kind = "text"\n', "forms 1, seconds: a session's form takes at most 60 seconds; say how many."),
    ("", "", FORM + FIELD + 'kind = "choice"\n', "forms 1, fields 1, choices: say what can be chosen."),
    ("", "", FORM + FIELD + 'kind = "rating"\n', "forms 1, fields 1, scale: say from where to where the rating goes."),
    ("", "", FORM + '[forms.grid]\ncolumns = [{ id = "c", name = "C" }]\nrows = [{ id = "r", name = "R", cells = ["a", "b"] }]\n', "forms 1, grid, rows 1, cells: 1 cells are needed, one a column."),
    ("", "", FORM.replace('"teacher"', '"judge"') + FIELD + 'kind = "text"\n', 'forms 1, filled_by: there is no actor "judge"; add it, or name another.'),
    # words
    ('name = "Listener"', 'name = "Helper"', "", 'roles 2, name: "Helper" is a word we do not use; say partner, peer or the role.'),
    ('say = "Swap."', 'say = "Weaker readers, swap."', "", 'sessions 1, steps 3, say: students see this; leave out "Weaker".'),
    ("lines = [", 'lines = ["Smile.", ', "", "cue_cards 1, lines: a cue card holds 3 lines; make two cards."),
    ('asks = "Did you like', 'asks = "With your disability, did you like', "", 'reflection 1, asks: students see this; leave out "disability".'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "more", "wanted"), CASES, ids=[case[3][:60] for case in CASES]
)
def test_one_thing_wrong_is_one_sentence(old, new, more, wanted):
    said = said_of(*([(old, new)] if old or new else []), more=more)
    assert any(one.startswith(f"small.toml, {wanted}") for one in said), said


def test_nothing_may_be_missing():
    cut = TEXT[: TEXT.index("[[reflection]]")] + TEXT[TEXT.index("[[evidence]]") :]
    from kithwork.playbooks import check, parse

    assert [fault.code for fault in check(parse(cut))] == ["missing"]


def test_an_individual_practice_asks_the_student():
    changes = [
        (
            'family = "class_wide"',
            'family = "individualised"\npermissions = ["focus_family", "assent"]',
        ),
        ('audience = "students"', 'audience = "staff"'),
    ]
    assert said_of(*changes) == [
        "small.toml, reflection: ask the student, too; add a question or figure_2_students."
    ]
    assert (
        said_of(*changes, ("rules = [", 'question_sets = ["figure_2_students"]\nrules = [')) == []
    )


def test_what_is_right_is_not_told():
    more = (
        MACHINE
        + VALUE
        + RULE
        + FORM
        + FIELD
        + 'kind = "text"\n'
        + FIELD.replace('"x"', '"y"')
        + 'kind = "rating"\nscale = { min = 1, max = 4 }\ntag = "D"\n'
        + '[forms.grid]\ncolumns = [{ id = "c", name = "C" }]\n'
        + 'rows = [{ id = "r", name = "R" }, { id = "s", name = "S", cells = ["none"] }]\n'
        + VALUE.replace('"a"', '"b"').replace("value = 2\nmin = 1\nmax = 3", "value = false")
        + '\n[[sources]]\nid = "s"\ntext = "Evidence-based peers (2001)."\n'
        + '\n[[adaptations]]\nid = "x"\ntext = "T."\ngrades = ["3"]\n'
        + '\n[[grading]]\nid = "g"\nname = "G"\npct = 100\ntag = "D"\n'
    )
    assert said_of(('kind = "none"', AWARD.partition("\n")[2]), more=more) == []
