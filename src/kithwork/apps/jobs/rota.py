"""What each kind of job runs, as dotted names, so that this room looks at none above it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of job is run: its function, and how often it is tried before a person is told."""

    handler: str
    tries: int
    said_when_it_fails: str


KINDS: dict[str, Kind] = {
    "plans.solve": Kind(
        "kithwork.apps.plans.solve_job.solve_ask",
        tries=2,
        said_when_it_fails="The match stopped early. Nothing was changed. Ask for the plan again.",
    ),
    "roster.preview": Kind(
        "kithwork.apps.integrations.roster_upload.jobs.preview_import",
        tries=2,
        said_when_it_fails="The file could not be read to its end. Nothing was changed. Upload it again.",
    ),
    "roster.apply": Kind(
        "kithwork.apps.integrations.roster_upload.jobs.apply_import",
        tries=2,
        said_when_it_fails="The import stopped before it was done. Nothing was changed. Try it again.",
    ),
}

# Done every so many seconds by whichever engine runs, as dotted names of functions without arguments. Each is
# safe to run twice, and at the same time by two.
DUTIES: dict[float, tuple[str, ...]] = {
    10.0: ("kithwork.apps.observations.actions.read_waiting",),
    60.0: (
        "kithwork.apps.safety.lapses.pause_lapsed",
        "kithwork.apps.suggestions.due.look_at_what_is_new",
    ),
    3600.0: (
        "kithwork.apps.suggestions.due.look_at_programs",
        "kithwork.apps.integrations.roster_upload.quarantine.sweep",
        "kithwork.apps.recruiting.actions.forget",
        "kithwork.apps.care.actions.end_partings",
        "kithwork.apps.consents.actions.remind_families",
        "kithwork.apps.consents.actions.warn_of_ends",
        "kithwork.apps.entrances.actions.forget_tries",
        "kithwork.apps.reflections.actions.erase_words",
        "kithwork.apps.courses.actions.forget_journals",
        "kithwork.apps.friendships.actions.forget",
    ),
}
