"""The words people read for what the tables keep, and the lists they choose from."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kithwork.apps.programs.models import (
    Approval,
    Invitation,
    Program,
    Resource,
    SpecialistInput,
    TeamMember,
)

Stage, Form, Seat = Program.Stage, Program.Form, TeamMember.Seat

# The twelve decisions, in the order a school makes them.
DECISIONS = {
    "purpose": _("What it is for"),
    "name": _("Its name"),
    "form": _("Its form"),
    "who": _("Who takes part"),
    "time": _("How time is spent"),
    "staff": _("Support by staff"),
    "resources": _("What it needs"),
    "communication": _("Who hears of it"),
    "measures": _("What you look at"),
    "recognition": _("How you say thank you"),
    "faculty": _("What the faculty says"),
    "approvals": _("Approvals"),
}
PURPOSES = {
    "inclusion": _("Inclusion: everybody is part of classes and events"),
    "friendship": _("Friendship: students get to know one another"),
    "everyday": _("Everyday life: lunch, hallways, clubs, games"),
    "skills": _("Skills: both partners learn something"),
}
# Names other schools chose. A name tells nobody's disability.
NAME_IDEAS = ("Peer to Peer", "Peer Connections", "Peer Buddies", "Side by Side", "Common Ground")
FORMS = {
    Form.CLUB: _("A club that meets, open to all"),
    Form.PERIOD: _("A period of the day"),
    Form.BOTH: _("A club and a period"),
    Form.COURSE: _("A course with credit"),
}
FORMS_MEAN = {
    Form.CLUB: _(
        "Weekly or monthly, for fun, service and projects. Anyone can join; invite broadly."
    ),
    Form.PERIOD: _("A peer gives one period a day. Invite by name; more training, more feedback."),
    Form.BOTH: _("The club opens the door, the period goes further with some."),
    Form.COURSE: _(
        "An elective with a syllabus and a grade. It needs the district's approval first."
    ),
}
# The four places where partners do things together. The list is fixed.
SETTINGS = {
    "inclusive_class": _("Class together"),
    "inclusive_event": _("Events and clubs"),
    "community": _("In the community"),
    "special_ed_room": _("Special education room"),
}
SETTINGS_MEAN = {
    "inclusive_class": _("Core or related-arts classes: share work, join groups, talk."),
    "inclusive_event": _("Trips, field days, celebrations, games: students plan them."),
    "community": _("Service and projects outside, with permission and a ride."),
    "special_ed_room": _("One period a day, and always with a next step into another place."),
}
KINDS = {
    Resource.Kind.RESOURCE: _("Something needed"),
    Resource.Kind.COST: _("A cost"),
    Resource.Kind.CHALLENGE: _("A challenge"),
}
MEASURES = {
    "inclusive_minutes": _("Minutes a week each student spends in inclusive places"),
    "peers_met": _("Number of different peers each student meets"),
    "activities": _("Activities joined"),
    "friendships": _("Friends that students name"),
    "participation": _("Ratings of taking part, before and after"),
    "peer_survey": _("What peers say at the end of a term"),
    "culture": _("What staff notice about the school"),
    "attendance": _("Attendance at meetings"),
    "retention": _("Peers who come back"),
}
THANKS = {
    "hours": _("Hours, counted from sessions"),
    "credit": _("Credit, through an approved course"),
    "service": _("Service learning hours"),
    "awards": _("Awards named by students; both partners can receive them"),
    "letters": _("Letters of recommendation"),
    "badges": _("Badges and certificates"),
    "celebration": _("Thanks and a celebration, in both directions"),
}
SEATS = {
    Seat.SPECIAL_EDUCATOR: _("Special educator"),
    Seat.GENERAL_EDUCATOR: _("General educator"),
    Seat.COUNSELOR: _("Counselor"),
    Seat.ADMINISTRATOR: _("Building administrator"),
    Seat.RELATED_SERVICE: _("Related service staff"),
    Seat.FAMILY: _("Family member"),
    Seat.STUDENT: _("Student"),
}
PARTS = {
    TeamMember.Part.MEMBER: _("Member"),
    TeamMember.Part.COORDINATOR: _("Coordinator"),
    TeamMember.Part.DEPUTY: _("Deputy"),
}
RHYTHMS = {
    Program.Rhythm.WEEK: _("Every week, while you start"),
    Program.Rhythm.TWO_WEEKS: _("Every two weeks"),
    Program.Rhythm.MONTH: _("Every month"),
    Program.Rhythm.QUARTER: _("Every quarter"),
}
FIELDS = {
    SpecialistInput.Field.SPEECH: _("Speech and language"),
    SpecialistInput.Field.OCCUPATIONAL: _("Occupational therapy"),
    SpecialistInput.Field.PHYSICAL: _("Physical therapy"),
    SpecialistInput.Field.BEHAVIOUR: _("Behavior"),
}
STATES = {
    Approval.State.NOT_ASKED: _("Not asked yet"),
    Approval.State.ASKED: _("Asked"),
    Approval.State.GIVEN: _("Given"),
    Approval.State.REFUSED: _("Not given"),
    Approval.State.NOT_NEEDED: _("Not needed here"),
}
STAGES = {
    Stage.PLAN: _("Planning"),
    Stage.PILOT: _("Pilot"),
    Stage.GRADE: _("Whole grade"),
    Stage.SCHOOL: _("Whole school"),
    Stage.MODEL: _("Model school"),
    Stage.DISTRICT: _("District"),
}
STAGES_DO = {
    Stage.PLAN: _("Gather the team and decide the twelve things."),
    Stage.PILOT: _("At most five students, or one grade. Settle the steps."),
    Stage.GRADE: _("Add classes, and adults who lead them."),
    Stage.SCHOOL: _("Every student can join."),
    Stage.MODEL: _("Visitors watch and talk with the team. Students lead the visit."),
    Stage.DISTRICT: _("Schools commit, share what they wrote, and coach one another."),
}
SUSTAIN = {
    "funding": _("Money for next year is agreed"),
    "deputy": _("The deputy could take over tomorrow"),
    "handover": _("A new leader would be told: there is a page to hand over"),
    "recruiting": _("New students are invited"),
    "orientation": _("The orientation was refreshed"),
    "opportunities": _("There are new things to do together"),
    "ideas": _("Students' ideas were asked for and used"),
    "summary": _("What was counted is written up in one page"),
    "budget_line": _("It stands in the core budget, not as an extra"),
}
CHANNELS = {
    Invitation.Channel.FLYER: _("Flyers"),
    Invitation.Channel.POSTER: _("Posters"),
    Invitation.Channel.WEB: _("Web page"),
    Invitation.Channel.ANNOUNCEMENT: _("Announcements"),
    Invitation.Channel.PRESENTATION: _("Talks in class"),
    Invitation.Channel.NOMINATION: _("Named by a teacher"),
    Invitation.Channel.TEACHER: _("Asked by a teacher"),
    Invitation.Channel.FORM: _("Volunteer form"),
    Invitation.Channel.STUDENT: _("Asked by a student"),
    Invitation.Channel.FRIEND: _("A peer brings a friend"),
}
BROAD = frozenset(
    {
        Invitation.Channel.FLYER,
        Invitation.Channel.POSTER,
        Invitation.Channel.WEB,
        Invitation.Channel.ANNOUNCEMENT,
        Invitation.Channel.PRESENTATION,
    }
)
# They may be either.
BROAD_OR_NOT = frozenset({Invitation.Channel.FORM, Invitation.Channel.FRIEND})
BEST_FOR = {
    Invitation.Channel.FLYER: _("clubs"),
    Invitation.Channel.POSTER: _("clubs"),
    Invitation.Channel.WEB: _("clubs"),
    Invitation.Channel.ANNOUNCEMENT: _("clubs and courses"),
    Invitation.Channel.PRESENTATION: _("clubs and courses"),
    Invitation.Channel.NOMINATION: _("a period of the day, support in class"),
    Invitation.Channel.TEACHER: _("students who hesitate"),
    Invitation.Channel.FORM: _("everything"),
    Invitation.Channel.STUDENT: _("networks, support in class"),
    Invitation.Channel.FRIEND: _("growing"),
}
GRADES = (
    "PK", "KG", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12",
)  # fmt: skip
