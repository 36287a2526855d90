"""A neighbourhood with one of each, and the pages that each of them opens."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Word
from linli.matters.models import Matter
from linli.people.models import Organisation, Person
from linli.people.rules import PostKind
from linli.people.testing import a_browser_of, a_holder, a_person, viewing
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.ratings.models import RatingSlip

PUBLIC = ("home", "board", "board-list", "how-counted", "call", "follow", "playbook", "sign-in")
PUBLIC_TOO = ("permissions", "say", "figures")
RESIDENTS = ("home", "say", "my-matters", "board", "inbox", "account", "acting-for", "call")
DESKS = ("desk", "desk-callbacks", "desk-say", "desk-stuck", "desk-sweep", "search")
REGISTERS = ("people", "organisations", "posts", "places", "mandates", "import-matters")
WALKERS = ("today", "search", "inbox", "board")


@dataclass(frozen=True, kw_only=True)
class Everybody:
    """Who lives and serves here, and the matters among them."""

    place: Neighbourhood
    resident: Person
    steward: Person
    clerk: Person
    secretary: Person
    upstairs: Person
    matters: tuple[Matter, ...]


def everybody() -> Everybody:
    """One of each role, and a matter in every state."""
    place = a_neighbourhood()
    resident = a_person("王秀英", place.unit)
    steward = a_holder(PostKind.STEWARD, place.building, "陈桂芳")
    clerk = a_holder(PostKind.CLERK, place.community, "何春燕")
    return Everybody(
        place=place,
        resident=resident,
        steward=steward,
        clerk=clerk,
        secretary=a_holder(PostKind.SECRETARY, place.community, "李建国"),
        upstairs=a_holder(PostKind.SUBDISTRICT_CLERK, place.subdistrict, "周敏"),
        matters=tuple(_one_in_every_state(place, resident, steward, clerk, turn=0)),
    )


def more_matters(them: Everybody, *, turns: int) -> None:
    """As many times over: the same places and persons, more matters in every state."""
    for turn in range(1, turns + 1):
        _one_in_every_state(them.place, them.resident, them.steward, them.clerk, turn=turn)


def pages_of(them: Everybody) -> list[tuple[str, Client, str]]:
    """(who, their browser, the address) of every page that needs nothing but a visit."""
    browsers = {
        "路人": (Client(), PUBLIC + PUBLIC_TOO),
        "居民": (a_browser_of(them.resident), RESIDENTS),
        "楼长": (a_browser_of(them.steward), WALKERS),
        "社区工作者": (a_browser_of(them.clerk), DESKS + REGISTERS),
        "书记": (a_browser_of(them.secretary), DESKS + REGISTERS),
        "街道": (a_browser_of(them.upstairs), DESKS),
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
    slip = RatingSlip.objects.filter(rating=None, closed_at=None).first()
    rate = [("路人", Client(), reverse("rate", args=[slip.token]))] if slip else []
    return listed + one + rate


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
