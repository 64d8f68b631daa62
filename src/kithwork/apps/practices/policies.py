"""Who reads practices and lists, and who keeps those of the school."""

from __future__ import annotations

from django.db.models import QuerySet

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.practices.models import ContentSet, RoleIdea, SchoolPlaybook

# Whoever prepares what a class practises.
MAKES_LISTS = frozenset({Role.COORDINATOR, Role.GENERAL_EDUCATOR, Role.RELATED_SERVICE_PROVIDER})


def may_read_practices(viewer: Viewer) -> Verdict:
    if viewer.is_school_staff:
        return YES
    return no("Practices are read by the staff of a school. Ask your coordinator for a copy.")


def visible_playbooks(viewer: Viewer) -> QuerySet[SchoolPlaybook]:
    """Every version the school kept of its own practices, withdrawn ones included, for its staff."""
    if not viewer.is_school_staff:
        return SchoolPlaybook.objects.none()
    return SchoolPlaybook.objects.filter(school_id=viewer.school_id)


def may_keep_playbook(viewer: Viewer) -> Verdict:
    """What everybody in the school follows is kept by the coordinator."""
    if viewer.role == Role.COORDINATOR:
        return YES
    return no(
        "The coordinator keeps the school's own practices. Download a copy, change it, and show it to them."
    )


def may_withdraw_playbook(viewer: Viewer, kept: SchoolPlaybook) -> Verdict:
    if kept.school_id != viewer.school_id:
        return no("This practice is not one of your school's.")
    return may_keep_playbook(viewer)


def visible_contents(viewer: Viewer) -> QuerySet[ContentSet]:
    """The school's lists, for its staff: colleagues share what they made."""
    if not viewer.is_school_staff:
        return ContentSet.objects.none()
    return ContentSet.objects.filter(school_id=viewer.school_id)


def may_make_contents(viewer: Viewer) -> Verdict:
    if viewer.role in MAKES_LISTS:
        return YES
    return no("Lists to practise are made by teachers and the coordinator. Ask one of them.")


def may_change_contents(viewer: Viewer, contents: ContentSet) -> Verdict:
    """Whoever made it, and the coordinator. Anybody else works on a copy, so that no class is surprised."""
    if contents.school_id != viewer.school_id:
        return no("This list is not one of your school's.")
    if not (verdict := may_make_contents(viewer)):
        return verdict
    is_own = contents.made_by_id is not None and contents.made_by_id == viewer.user_id
    if is_own or viewer.role == Role.COORDINATOR:
        return YES
    return no(
        "A list is changed by whoever made it, or the coordinator. Make a copy for your class."
    )


def visible_role_ideas(viewer: Viewer) -> QuerySet[RoleIdea]:
    """The school's own ideas for roles, withdrawn ones included, for its staff."""
    if not viewer.is_school_staff:
        return RoleIdea.objects.none()
    return RoleIdea.objects.filter(school_id=viewer.school_id)


def may_add_role_idea(viewer: Viewer) -> Verdict:
    if viewer.is_school_staff:
        return YES
    return no("Ideas for roles are written down by the staff of a school. Tell one of them yours.")


def may_look_at_role_ideas(viewer: Viewer) -> Verdict:
    """Who answers for what a class does says that a role is safe, dignified and goes both ways."""
    if viewer.role in MAKES_LISTS:
        return YES
    return no("A teacher or the coordinator looks at an idea before the school uses it. Ask one.")


def may_withdraw_role_idea(viewer: Viewer, idea: RoleIdea) -> Verdict:
    if not viewer.is_school_staff or idea.school_id != viewer.school_id:
        return no("This idea is not one of your school's.")
    is_own = idea.written_by_id is not None and idea.written_by_id == viewer.user_id
    if is_own or viewer.role == Role.COORDINATOR:
        return YES
    return no("An idea is withdrawn by whoever wrote it, or the coordinator. Ask one of them.")


def may_use(viewer: Viewer, scope: str) -> Verdict:
    """Who is shown the way to begin: the coordinator with any practice, a teacher with one for a class."""
    if viewer.role == Role.COORDINATOR:
        return YES
    if viewer.role == Role.GENERAL_EDUCATOR and scope == "class":
        return YES
    return no("The coordinator begins this practice. A teacher begins one for a class of theirs.")
