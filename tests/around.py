"""What stands around a matter, one of each: disputes, problems, notices, rounds, wishes."""

from django.db.models import Model
from django.urls import reverse

from linli.kernel.testing import NOON
from linli.matters import actions as matters
from linli.matters.models import InstantMatter
from linli.mediation.models import Case, Committee
from linli.mediation.rules import Form
from linli.mediation.testing import a_case, a_case_in_talks, a_committee, an_agreed_case
from linli.meetings.models import Meeting
from linli.meetings.testing import a_meeting
from linli.notices.models import Document, Notice
from linli.notices.testing import a_covenant, a_draft, a_sent_notice
from linli.outreach import actions as outreach
from linli.outreach.models import BoxOpening, Patrol, Survey, Wish
from linli.outreach.rules.patrols import Found
from linli.outreach.testing import (
    Here,
    a_running_survey,
    a_survey,
    a_wish,
    a_wish_on_the_wall,
    an_opened_box,
)
from linli.people.models import Household, Person
from linli.people.testing import a_clerk, viewing
from linli.places.models import Area
from linli.places.testing import Neighbourhood
from linli.prevention import actions as prevention
from linli.prevention.models import Problem
from linli.prevention.testing import a_problem, said, with_lights
from linli.profiles import actions as profiles
from linli.profiles.models import Campaign


def lay_around(
    place: Neighbourhood, *, resident: Person, steward: Person, clerk: Person
) -> None:
    """One of each of what a desk and a stairwell have to do with."""
    colleague = a_clerk(place.community, "贺一鸣")
    here = Here(place=place, clerk=clerk, colleague=colleague, resident=resident)
    with_lights(place.community)
    _disputes(place)
    problem = a_problem(place)
    prevention.take_on_problem(problem=problem, by=viewing(clerk), at=NOON)
    a_running_survey(here)
    _a_round(place.building, steward)
    outreach.type_paper(
        opening=an_opened_box(here),
        words="灯不亮",
        place=place.unit,
        by=viewing(clerk),
        at=NOON,
    )
    campaign = profiles.open_campaign(
        area=place.community, name="照亮回家路", by=viewing(clerk), at=NOON
    )
    matter = said(place.building)
    profiles.tag_matter(campaign=campaign, matter=matter, by=viewing(clerk), at=NOON)
    _many_of(here, turn=0)


def lay_more_around(
    place: Neighbourhood, *, resident: Person, steward: Person, clerk: Person, turn: int
) -> None:
    """As many times over, of what can be there many times."""
    here = Here(place=place, clerk=clerk, colleague=steward, resident=resident)
    _disputes(place)
    said(place.building)
    a_survey(here)
    _many_of(here, turn=turn)


def desk_pages() -> list[str]:
    """The pages of single things that a desk opens."""
    case, problem, notice = _first(Case), _first(Problem), _first(Notice)
    settled = Case.objects.filter(state="agreed").order_by("pk")[0]
    draft = Notice.objects.filter(state="draft").order_by("pk")[0]
    committee, wish = _first(Committee), _first(Wish)
    survey, meeting = Survey.objects.exclude(begun_at=None).order_by("pk")[0], _first(Meeting)
    area = notice.desk.pk
    return [
        reverse("mediation-case", args=[case.number]),
        reverse("mediation-case", args=[settled.number]),
        reverse("mediation-deed", args=[case.number, "panel"]),
        reverse("mediation-committee", args=[committee.organisation_id]),
        reverse("matter-mediation", args=[problem.hangings.order_by("pk")[0].matter.number]),
        reverse("problem", args=[problem.number]),
        reverse("problem-deed", args=[problem.number, "measures"]),
        reverse("notice", args=[notice.number]),
        reverse("notice-calls", args=[notice.number]),
        reverse("notice-sheet", args=[notice.number]),
        reverse("notice-poster", args=[notice.number]),
        reverse("notice-preview", args=[draft.number]),
        reverse("document", args=[_first(Document).pk]),
        reverse("new-document"),
        reverse("wish", args=[wish.number]),
        reverse("survey", args=[survey.number]),
        reverse("survey-sheets", args=[survey.number]),
        reverse("box", args=[_first(BoxOpening).box_id]),
        reverse("box-opening", args=[_first(BoxOpening).pk]),
        reverse("instant", args=[_first(InstantMatter).pk]),
        reverse("meeting", args=[meeting.number]),
        reverse("meeting-sheet", args=[meeting.number]),
        reverse("profile", args=[area]),
        reverse("profile-edit", args=[area]),
        reverse("campaign", args=[_first(Campaign).pk]),
    ]


def mediators_pages() -> list[str]:
    """What whoever mediates opens of a dispute in talks, and of one that is agreed."""
    talking = Case.objects.filter(state="in_talks").order_by("pk")[0].number
    agreed = Case.objects.filter(state="agreed").order_by("pk")[0].number
    deeds = ("talks", "agreement", "ending", "extension")
    return [
        reverse("mediation-case", args=[talking]),
        *(reverse("mediation-deed", args=[talking, deed]) for deed in deeds),
        reverse("mediation-deed", args=[agreed, "visits"]),
        reverse("mediation-sheet", args=[agreed]),
    ]


def stairs_pages() -> list[str]:
    """The pages of single things that whoever walks the stairs opens."""
    patrol = _first(Patrol)
    asked = Survey.objects.exclude(begun_at=None).order_by("pk")[0].households.order_by("pk")[0]
    return [
        reverse("patrol", args=[patrol.pk]),
        reverse("patrol-heard", args=[patrol.pk]),
        reverse("survey-door", args=[asked.pk]),
        reverse("household-visits", args=[_first(Household).dwelling_id]),
    ]


def _disputes(place: Neighbourhood) -> None:
    """One just said, one in talks, one agreed in writing; each from a matter of its own."""
    a_committee(place.community)
    a_case(place=place.building)
    a_case_in_talks(matter=said(place.building))
    an_agreed_case(matter=said(place.building), form=Form.WRITTEN)


def _a_round(area: Area, steward: Person) -> None:
    by = viewing(steward)
    patrol = outreach.begin_patrol(area=area, by=by, at=NOON)
    first, second, *_ = (one.dwelling for one in Household.objects.order_by("pk"))
    outreach.knock(patrol=patrol, dwelling=first, found=Found.NOBODY, by=by, at=NOON)
    outreach.knock(
        patrol=patrol, dwelling=second, found=Found.MOVED, by=by, at=NOON, words="搬走了"
    )


def _many_of(here: Here, *, turn: int) -> None:
    place, by = here.place, viewing(here.clerk)
    a_sent_notice(place.building, by=by)
    a_draft(place.compound, by=by)
    a_covenant(place.compound, f"第{turn}份公约", by=by)
    a_wish(here, "想要一副老花镜")
    a_wish_on_the_wall(here)
    a_meeting("yard_session", place=place.compound, by=here.clerk)
    matters.fix_on_the_way(kind="parking", place=place.building, by=by, at=NOON)
    matters.take_in_instant(kind="insurance", place=place.unit, by=by, at=NOON)


def _first[Row: Model](model: type[Row]) -> Row:
    return model._default_manager.order_by("pk")[0]
