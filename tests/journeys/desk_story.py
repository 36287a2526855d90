"""A morning at the desk of 和平里: what waits, for whom, and browsers that are signed in."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from playwright.sync_api import Page

from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Word
from linli.matters.models import Matter
from linli.people.models import Person
from linli.people.rules import PostKind
from linli.people.testing import a_browser_of, a_clerk, a_holder, a_person, a_steward, viewing
from linli.places.testing import Neighbourhood, a_neighbourhood

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Morning:
    """Who is there, and one matter of each kind."""

    hood: Neighbourhood
    clerk: Person
    steward: Person
    fresh: Matter
    given: Matter
    working: Matter
    finished: Matter


def a_morning() -> Morning:
    hood = a_neighbourhood()
    clerk = a_clerk(hood.community, "何春燕")
    colleague = a_clerk(hood.community, "李红梅")
    steward = a_steward(hood.building, "方桂兰")
    a_holder(PostKind.GRID_WORKER, hood.community, "梁晓岚")
    neighbours = [
        a_person(name, hood.unit, phone=f"1380013800{number}")
        for number, name in enumerate(("周建国", "沈阿姨", "江师傅", "钱老师", "罗阿姨"))
    ]
    said = (
        ("三楼平台顶棚渗水，墙皮往下掉，差点砸到孩子。", 26 * HOUR),
        ("楼道堆放电动车，充电线拉到二楼。", 4 * DAY),
        ("门禁坏了三天，晚上谁都能进。", 3 * HOUR),
        ("快递柜挡住坡道，轮椅过不去。", HOUR),
        ("单元门口的感应灯不亮，老人晚上看不见台阶。", 2 * HOUR),
        ("广场舞声音太大，孩子写不了作业。", 2 * DAY),
        ("垃圾房关门太早，上夜班的没处扔。", 20 * HOUR),
    )
    matters = [
        _told(words, neighbours[number % len(neighbours)], hood, ago)
        for number, (words, ago) in enumerate(said)
    ]
    _give(matters[1], steward, colleague, 3 * DAY)
    _give(matters[2], steward, colleague, 2 * HOUR)
    _give(matters[5], steward, colleague, DAY)
    _accept(matters[2], 2 * HOUR)
    _accept(matters[5], DAY)
    actions.finish_matter(
        matter=matters[5],
        measure="和领舞的商量好",
        outcome="晚上八点以后不放音响",
        by=viewing(steward),
        at=NOON - 3 * HOUR,
    )
    return Morning(
        hood=hood,
        clerk=clerk,
        steward=steward,
        fresh=matters[0],
        given=matters[1],
        working=matters[2],
        finished=matters[5],
    )


def sign_in(page: Page, person: Person, server: object) -> None:
    """Let the browser be the one of that person."""
    kept = a_browser_of(person).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": kept.key, "value": kept.value, "url": str(server)}])


def faults_on(page: Page) -> list[str]:
    """Name what axe finds on the page."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def _told(words: str, reporter: Person, hood: Neighbourhood, ago: timedelta) -> Matter:
    word = Word(words=words, place=hood.unit)
    return actions.report_matter(
        word=word, by=viewing(reporter), reporter=reporter, at=NOON - ago
    )


def _give(matter: Matter, to: Person, by: Person, ago: timedelta) -> None:
    actions.dispatch_matter(
        matter=matter, assignment=Assignment(handler=to), by=viewing(by), at=NOON - ago
    )


def _accept(matter: Matter, ago: timedelta) -> None:
    assert matter.handler
    actions.accept_matter(matter=matter, by=viewing(matter.handler), at=NOON - ago)
