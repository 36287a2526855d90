"""A neighbourhood with one of each, and the pages that each of them opens."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from linli.coordination.models import CalledUnit, JointTask
from linli.coordination.testing import (
    a_contact,
    a_department,
    a_judged_unit,
    a_table,
    a_task,
    a_unit_on_the_spot,
    a_whistle,
)
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Word
from linli.matters.models import Matter
from linli.mediation.models import Mediator
from linli.meetings.models import AgendaItem
from linli.people.models import Organisation, Person
from linli.people.rules import PostKind
from linli.people.testing import a_browser_of, a_holder, a_person, viewing
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.ratings.models import RatingSlip
from tests.around import (
    desk_pages,
    lay_around,
    lay_more_around,
    mediators_pages,
    stairs_pages,
)

PUBLIC = (
    "home",
    "board",
    "board-list",
    "how-counted",
    "board-sheet",
    "call",
    "follow",
    "playbook",
    "playbook-words",
    "sign-in",
)
PUBLIC_TOO = (
    "permissions",
    "say",
    "figures",
    "meetings",
    "wishes",
    "surveys",
    "suggestions",
    "talk-points",
    "store",
    "honours",
    "city-policies",
    "bulletin",
    "library",
    "profile-here",
    "whistle-counts",
    "ledger",
    "service-catalogue",
    "votes",
    "volunteers",
    "volunteer-proofs",
    "volunteer-stars",
    "volunteer-teams",
    "volunteer-courses",
    "volunteer-shifts",
)
RESIDENTS = (
    "home",
    "say",
    "my-matters",
    "credits",
    "passbooks",
    "orders",
    "open-orders",
    "new-standing-order",
    "order-calendar",
    "points",
    "kinship",
    "volunteer-join",
    "my-notices",
    "board",
    "inbox",
    "account",
    "acting-for",
    "call",
)
JOINT = ("whistles", "whistle-figures", "joint-meetings", "joint-call")
UNITS = ("work", "unit-work", "inbox", "whistle-figures")
DESKS = (
    "desk-bulk",
    "instants",
    "instant-new",
    "quick-fixes",
    "claims",
    "library",
    "desk-exclusions",
    "work",
    "mediation-cases",
    "mediation-new",
    "mediation-register",
    "problems",
    "desk",
    "desk-callbacks",
    "desk-say",
    "desk-rulings",
    "desk-stuck",
    "desk-sweep",
    "search",
    "notices",
    "new-notice",
    "meetings",
    "new-meeting",
    "boxes",
    "new-survey",
    "patrols",
    "corrections",
    "new-wish",
    *JOINT,
)
REGISTERS = (
    "order-desk",
    "phone-order",
    "late-order",
    "volunteer-queue",
    "volunteer-late",
    "new-course",
    "new-shift",
    "new-roll",
    "new-poll",
    "store",
    "store-liability",
    "points",
    "kinship",
    "city-policies",
    "people",
    "organisations",
    "posts",
    "places",
    "mandates",
    "import-matters",
    "import-people",
    "exports",
    "export-orders",
    "doubles",
)
MEDIATORS = ("home", "inbox")
WALKERS = (
    "quick-fix",
    "quick-fixes",
    "patrols",
    "surveys",
    "visits",
    "boxes",
    "problems",
    "instants",
    "instant-new",
    "claims",
    "work",
    "today",
    "search",
    "inbox",
    "board",
    "notices",
    "new-notice",
)


@dataclass(frozen=True, kw_only=True)
class Everybody:
    """Who lives and serves here, and the matters among them."""

    place: Neighbourhood
    resident: Person
    steward: Person
    clerk: Person
    secretary: Person
    mediator: Person
    upstairs: Person
    unit: Organisation
    contact: Person
    matters: tuple[Matter, ...]


def everybody() -> Everybody:
    """One of each role, and a matter in every state."""
    place = a_neighbourhood()
    unit = a_department(place.subdistrict)
    resident = a_person("王秀英", place.unit)
    steward = a_holder(PostKind.STEWARD, place.building, "陈桂芳")
    clerk = a_holder(PostKind.CLERK, place.community, "何春燕")
    matters = _one_in_every_state(place, resident, steward, clerk, turn=0)
    _several_at_one_table(unit, matters)
    lay_around(place, resident=resident, steward=steward, clerk=clerk)
    [mediator] = Mediator.objects.order_by("pk")[:1]
    return Everybody(
        place=place,
        resident=resident,
        steward=steward,
        clerk=clerk,
        secretary=a_holder(PostKind.SECRETARY, place.community, "李建国"),
        mediator=mediator.person,
        upstairs=a_holder(PostKind.SUBDISTRICT_CLERK, place.subdistrict, "周敏"),
        unit=unit,
        contact=a_contact(unit),
        matters=tuple(matters),
    )


def more_matters(them: Everybody, *, turns: int) -> None:
    """As many times over: the same places and persons, more matters in every state."""
    for turn in range(1, turns + 1):
        matters = _one_in_every_state(
            them.place, them.resident, them.steward, them.clerk, turn=turn
        )
        _several_at_one_table(them.unit, matters)
        lay_more_around(
            them.place,
            resident=them.resident,
            steward=them.steward,
            clerk=them.clerk,
            turn=turn,
        )


def pages_of(them: Everybody) -> list[tuple[str, Client, str]]:
    """(who, their browser, the address) of every page that needs nothing but a visit."""
    browsers = {
        "路人": (Client(), PUBLIC + PUBLIC_TOO),
        "居民": (a_browser_of(them.resident), RESIDENTS),
        "楼长": (a_browser_of(them.steward), WALKERS),
        "社区工作者": (a_browser_of(them.clerk), DESKS + REGISTERS),
        "书记": (a_browser_of(them.secretary), DESKS + REGISTERS),
        "调解员": (a_browser_of(them.mediator), MEDIATORS),
        "街道": (a_browser_of(them.upstairs), DESKS),
        "部门联系人": (a_browser_of(them.contact), UNITS),
    }
    listed = [
        (who, browser, reverse(name))
        for who, (browser, names) in browsers.items()
        for name in names
    ]
    first = them.matters[0].number
    desk = browsers["社区工作者"][0]
    one = [
        ("居民", browsers["居民"][0], reverse("matter", args=[first])),
        ("楼长", browsers["楼长"][0], reverse("matter", args=[first])),
        ("社区工作者", desk, reverse("desk-matter", args=[first])),
        ("社区工作者", desk, reverse("person", args=[them.resident.pk])),
        ("社区工作者", desk, reverse("place", args=[them.place.compound.pk])),
    ]
    walker, mediator = browsers["楼长"][0], browsers["调解员"][0]
    one += [("社区工作者", desk, address) for address in desk_pages()]
    one += [("楼长", walker, address) for address in stairs_pages()]
    one += [("调解员", mediator, address) for address in mediators_pages()]
    slip = RatingSlip.objects.filter(rating=None, closed_at=None).first()
    rate = [("路人", Client(), reverse("rate", args=[slip.token]))] if slip else []
    return listed + one + _together(them, desk, browsers["部门联系人"][0]) + rate


def _together(them: Everybody, desk: Client, unit: Client) -> list[tuple[str, Client, str]]:
    """Where several units meet at one matter, as the desk and as a unit sees it."""
    called, present, done = CalledUnit.objects.order_by("pk")[:3]
    task = JointTask.objects.order_by("pk")[0]
    item = AgendaItem.objects.filter(closed_at=None).order_by("pk")[0]
    received, _, working, *_ = (matter.number for matter in them.matters)
    for_the_desk = (
        reverse("whistle", args=[called.whistle_id]),
        reverse("whistle-sheet", args=[called.whistle_id]),
        reverse("matter-whistle", args=[working]),
        reverse("matter-table", args=[received]),
        reverse("desk-matter", args=[working]),
        reverse("unit-release", args=[called.whistle_id, called.pk]),
        reverse("joint-decision", args=[item.pk]),
        reverse("joint-task-end", args=[task.pk]),
    )
    for_the_unit = (
        reverse("whistle", args=[done.whistle_id]),
        reverse("unit-arrival", args=[called.whistle_id, called.pk]),
        reverse("unit-result", args=[present.whistle_id, present.pk]),
        reverse("joint-task-result", args=[task.pk]),
    )
    return [("社区工作者", desk, address) for address in for_the_desk] + [
        ("部门联系人", unit, address) for address in for_the_unit
    ]


def _several_at_one_table(unit: Organisation, matters: list[Matter]) -> None:
    """A unit that is called, one on the spot, one judged; a task, and an item left open."""
    received, dispatched, working, *_ = matters
    a_whistle(matter=received, lead=unit)
    a_unit_on_the_spot(a_whistle(matter=dispatched, lead=unit))
    a_judged_unit(a_whistle(matter=working, lead=unit))
    a_task(received, unit=unit)
    a_table(dispatched)


def _one_in_every_state(
    place: Neighbourhood, resident: Person, steward: Person, clerk: Person, *, turn: int
) -> list[Matter]:
    works = Organisation.objects.filter(area=place.community).first()
    by, desk = viewing(steward), viewing(clerk)
    laid = []
    for state in ("received", "dispatched", "working", "finished", "escalated"):
        words = f"第{turn}次说：楼道的灯{state}不亮，晚上看不见。"
        word = Word(words=words, place=place.unit, may_publish=True)
        matter = actions.report_matter(
            word=word, by=viewing(resident), reporter=resident, at=NOON
        )
        laid.append(matter)
        if state == "received":
            continue
        if state == "escalated":
            actions.escalate_matter(matter=matter, reason="社区定不了", by=desk, at=NOON)
            continue
        assignment = Assignment(handler=steward, unit=works)
        actions.dispatch_matter(matter=matter, assignment=assignment, by=desk, at=NOON)
        if state == "dispatched":
            continue
        actions.accept_matter(matter=matter, by=by, at=NOON)
        if state == "finished":
            actions.finish_matter(
                matter=matter, measure="换了灯泡", outcome="亮了", by=by, at=NOON
            )
    return laid
