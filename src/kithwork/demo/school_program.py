"""The program of the demo's middle school: defined with its team and in its pilot, as people would have done it."""

from __future__ import annotations

from datetime import date, timedelta

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.programs import actions, fidelity, signs
from kithwork.apps.programs.actions import ResourceLine, Said, TermAnswers, Who, Words
from kithwork.apps.programs.models import Program, TeamMember
from kithwork.demo.plan import HARLOW

ENGLISH = Words(
    name="Side by Side",
    purpose="We eat lunch, play games and make things together.",
    who="Everybody in grades 6, 7 and 8.",
    when="Every Thursday at lunch, in the library.",
    ask="Ask Ms. Rivera in room 12.",
)
SPANISH = Words(
    name="Lado a lado",
    purpose="Almorzamos, jugamos y hacemos cosas juntos.",
    who="Todos los de sexto, séptimo y octavo grado.",
    when="Todos los jueves en el almuerzo, en la biblioteca.",
    ask="Pregunta a la maestra Rivera, salón 12.",
)
GIVEN = ("program_plan", "family_letter")
# What the team could not say yes to at its first look; the data answer some of the others by themselves.
NOT_YET = frozenset({"s3", "s9", "w6", "i8", "i12", "i15"})


def define_program() -> Program:
    """Side by Side, half a term old: nearly everything decided, two approvals open, the pilot begun."""
    return _Defining().make()


class _Defining:
    def __init__(self) -> None:
        held = Membership.objects.select_related("school", "district", "user").get(
            role=Role.COORDINATOR.value, school__name=HARLOW.name
        )
        self.by: Viewer = viewer_of(held, held.user)
        self.today: date = clock.today_for(self.by)
        self.coordinator = Staff.objects.get(school=held.school, user=held.user)
        self.principal = self._of(Role.SCHOOL_ADMINISTRATOR)
        self.planner = self._of(Role.PLANNING_TEAM)
        self.therapist = self._of(Role.RELATED_SERVICE_PROVIDER)
        self.student = (
            Student.objects.filter(school=held.school, user__isnull=False).order_by("pk").last()
        )

    def _of(self, role: Role) -> Staff:
        here = Membership.objects.filter(school=self.by.school_id, role=role.value)
        return Staff.objects.filter(user_id__in=here.values("user_id")).order_by("pk")[0]

    def make(self) -> Program:
        program = actions.start_program("Side by Side", by=self.by)
        self._decide(program)
        members = self._team(program)
        self._meetings(program, members)
        self._board(program)
        self._invite(program)
        self._look(program)
        program.refresh_from_db()
        return program

    def _decide(self, program: Program) -> None:
        weeks = {"inclusive_class": 9, "inclusive_event": 9, "community": 2, "special_ed_room": 0}
        decisions = {
            "purpose": {
                "purposes": ["inclusion", "friendship", "everyday"],
                "purpose": "Students with and without disabilities know one another, have company at "
                "lunch and in class, and plan things together.",
            },
            "name": {
                "name": "Side by Side",
                "name_chosen_how": "96 students voted on three ideas.",
                "is_name_decided": True,
            },
            "form": {"form": "club", "practices": ["peer_partner_club", "peer_network"]},
            "who": {"grades": ["07"], "students_planned": 5, "peers_planned": 12, "who": ""},
            "time": {"weeks": weeks, "time_note": "The garden takes two weeks in spring."},
            "staff": {
                "job_descriptions": "The coordinator plans and trains. Two sponsors lead the club. Aides "
                "stay near and step back.",
                "coverage": "The library aide covers the coordinator's lunch duty.",
                "monitor": self.planner,
                "schedule_owner": self.coordinator,
                "survey_on": self.today + timedelta(days=40),
            },
            "resources": {"budget_line": "General budget, student activities"},
            "communication": {
                "tell_general": "A page in the Monday mail, and five minutes at each faculty meeting.",
                "tell_special": "At the department meeting, every month.",
                "tell_leaders": "One page to the principal at the end of each term.",
            },
            "measures": {
                "measures": ["inclusive_minutes", "peers_met", "peer_survey", "retention"],
                "measures_note": "",
            },
            "recognition": {
                "recognition": ["hours", "badges", "celebration"],
                "recognition_note": "A breakfast in May, for everybody who took part.",
            },
        }
        for key, values in decisions.items():
            program.refresh_from_db()
            actions.decide(program, key, values, version=program.version, by=self.by)
        for line in (
            ResourceLine("resource", "The library on Thursdays", "", "Agreed", self.coordinator),
            ResourceLine("cost", "Games and snacks", "$40 a month", "Parents' group", self.planner),
            ResourceLine("challenge", "The late bus leaves at 3:10", "", "Meet at lunch", self.coordinator),
        ):  # fmt: skip
            actions.add_resource(program, line, by=self.by)
        actions.add_faculty_review(
            program,
            on=self.today - timedelta(days=50),
            feedback="Most liked it. Two teachers asked who covers when an aide is at the club.",
            changes="Coverage is written down, and the club meets at lunch.",
            by=self.by,
        )

    def _team(self, program: Program) -> list[TeamMember]:
        seats = [
            (Who(staff=self.coordinator), "special_educator"),
            (Who(staff=self.planner), "general_educator"),
            (Who(staff=self.principal), "administrator"),
            (Who(student=self.student), "student"),
            (Who(name="Morgan Abbott"), "family"),
        ]
        members = [actions.add_member(program, who, seat=seat, by=self.by) for who, seat in seats]
        actions.say_part(members[0], part="coordinator", by=self.by)
        actions.say_part(members[1], part="deputy", by=self.by)
        actions.set_rhythm(
            program, rhythm="two_weeks", meets="Wednesdays at 3:15, room 12", by=self.by
        )
        actions.add_specialist_input(
            program,
            on=self.today - timedelta(days=33),
            field="speech_language",
            whose=self.therapist,
            said="Have vote cards and a choice board at every meeting, so that nobody has to be quick.",
            came_of_it="Cards lie on every table.",
            by=self.by,
        )
        return members

    def _meetings(self, program: Program, members: list[TeamMember]) -> None:
        actions.keep_meeting(
            program,
            on=self.today - timedelta(days=22),
            came=members[:4],
            decided="The pilot begins with grade 7. Families get the letter this week.",
            student_ideas="A game corner, and music at the end.",
            by=self.by,
        )
        actions.keep_meeting(
            program,
            on=self.today - timedelta(days=8),
            came=members,
            decided="Two more games. Ask the district about the privacy review again.",
            student_ideas="Meet in the garden when it is warm.",
            next_on=self.today + timedelta(days=6),
            by=self.by,
        )

    def _board(self, program: Program) -> None:
        on = self.today - timedelta(days=40)
        for key in GIVEN:
            said = Said("given", on, self.principal.full_name, "Office, folder 12")
            actions.say_approval(program, key, said, by=self.by)
        asked = Said("asked", on, document="Form sent to the district")
        actions.say_approval(program, "data_review", asked, by=self.by)
        for key in ("stop", "adults_near"):
            actions.tick_ready(program, key, on=on, by=self.by)

    def _invite(self, program: Program) -> None:
        actions.keep_words(program, ENGLISH, language="en", by=self.by)
        actions.keep_words(program, SPANISH, language="es", by=self.by)
        for channel, days, views, sign_ups in (
            ("poster", 38, None, 4),
            ("announcement", 37, 310, 6),
            ("presentation", 35, 84, 9),
            ("teacher", 30, 7, 5),
            ("friend", 12, None, 3),
        ):
            actions.count_invitation(
                program,
                channel=channel,
                on=self.today - timedelta(days=days),
                views=views,
                sign_ups=sign_ups,
                by=self.by,
            )

    def _look(self, program: Program) -> None:
        answers = {
            item: "no" if item in NOT_YET else "yes" for item in sorted(fidelity.known_items())
        }
        if signs.current_term(program, self.today) is not None:
            actions.keep_review(
                program, answers, note_text="Ask the principal to come in May.", by=self.by
            )
            actions.check_term(
                program, TermAnswers(True, True, True, "Name who hands over in June."), by=self.by
            )
        actions.open_gate(
            program,
            to=Program.Stage.PILOT,
            why="Everything is ready but the district's review, and the principal agreed to begin with one grade.",
            by=self.by,
        )
