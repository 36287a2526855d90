"""公开栏: every figure equals its list, and nothing private comes near it."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from linli.kernel.memory import forget_everything
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Answer, Word
from linli.matters.models import Matter
from linli.matters.queries import board
from linli.matters.queries.board_figures import OF_THE_MONTH, Share, figures_of
from linli.matters.rules import Sensitivity
from linli.matters.testing import (
    a_closed_matter,
    a_dispatched_matter,
    a_finished_matter,
    a_matter,
    a_matter_in_work,
)
from linli.people.testing import A_STRANGER, a_clerk, a_person, viewing
from linli.places.models import Area
from linli.places.testing import a_neighbourhood
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Satisfied, Solved

pytestmark = pytest.mark.django_db
MARCH = NOON.astimezone(ZoneInfo("Asia/Shanghai")).date().replace(day=1)
LATER = NOON + timedelta(days=20)


def a_story() -> Area:
    """A community with one matter in every standing."""
    here = a_neighbourhood()
    a_matter(place=here.building)
    a_dispatched_matter(place=here.building)
    a_matter_in_work(place=here.building)
    a_finished_matter(place=here.building)
    a_closed_matter(place=here.building)
    unhappy = a_finished_matter(place=here.building)
    assert unhappy.reporter
    slip = RatingSlip.objects.get(subject=unhappy.ref, person=unhappy.reporter)
    no = Answer(solved=Solved.NO, satisfied=Satisfied.NOT)
    actions.rate_matter(
        matter=unhappy, slip=slip, answer=no, by=viewing(unhappy.reporter), at=NOON
    )
    taken_back = a_matter(place=here.building)
    assert taken_back.reporter
    actions.withdraw_matter(
        matter=taken_back, reason="", by=viewing(taken_back.reporter), at=NOON
    )
    return here.community


def everything_public(community: Area) -> list[str]:
    """Every address that a passer-by can open."""
    lists = [f"/board/list/?what={what}&area={community.pk}" for what in board.WHAT]
    files = [f"{one}&as={kind}" for one in lists for kind in ("csv", "xlsx")]
    ones = [f"/board/matters/{n}/" for n in Matter.objects.values_list("number", flat=True)]
    return [
        "/",
        "/board/",
        f"/board/?area={community.pk}",
        f"/board/2026-03/?area={community.pk}",
        "/board/how/",
        "/call/",
        "/say/",
        "/follow/",
        "/mine/",
        *lists,
        *files,
        *ones,
    ]


def text_of(answer: Any) -> str:
    if "spreadsheetml" in answer.headers["Content-Type"]:
        sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
        return str(sheet.to_python())
    return str(answer.content.decode())


def test_every_figure_equals_its_list() -> None:
    community = a_story()
    for at in (NOON + timedelta(hours=1), LATER):
        figures = figures_of(community, MARCH, at=at)
        span = board.month_of(MARCH, at=at)
        for name in OF_THE_MONTH:
            rows = board.on_the_board(community).filter(span.only(name))
            assert figures.count[name] == rows.count(), name


def test_the_figures_are_what_happened() -> None:
    figures = figures_of(a_story(), MARCH, at=LATER)

    assert figures.count["received"] == 7
    assert figures.count["finished"] == 2
    assert figures.count["open"] == 4
    assert figures.count["late"] == 4
    assert figures.count["rated"] == 1
    assert figures.count["waiting"] == 1
    assert figures.count["unrated"] == 0


def test_what_nobody_rated_is_counted_apart() -> None:
    here = a_neighbourhood()
    a_finished_matter(place=here.building)
    actions.lapse_matters(NOON + timedelta(days=30))

    figures = figures_of(here.community, MARCH, at=NOON + timedelta(days=30))

    assert (figures.count["unrated"], figures.count["ratable"]) == (1, 1)
    assert figures.contentment.whole == 0
    assert (figures.solving.part, figures.solving.whole) == (0, 1)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(2, 2, None), (2, 3, 67), (1, 8, 13), (0, 0, None), (0, 3, 0)],
)
def test_a_small_group_has_no_per_cent(part: int, whole: int, percent: int | None) -> None:
    assert Share(part=part, whole=whole, smallest=3).percent == percent


def test_a_month_that_is_over_stays_as_it_was() -> None:
    community = a_story()
    april = NOON + timedelta(days=40)

    figures = figures_of(community, MARCH, at=april)
    later = figures_of(community, MARCH, at=april + timedelta(days=10))

    assert figures.count == later.count


def test_nothing_private_reaches_a_public_page(client: Client) -> None:
    here = a_neighbourhood()
    planted = {
        "words": "原话里的秘密",
        "spot": "302室门口",
        "contact": "13911112222",
        "ruling": "上级的私下意见",
        "route_why": "分派的内部理由",
        "requirement": "内部工作要求",
        "receipt_hash": "f00dfeed" * 4,
    }
    person = a_person("欧阳倩倩", here.building, phone="13811113333")
    secrets = [*planted.values(), "欧阳倩倩", "13811113333", "评语里的秘密", "撤回的私下理由"]
    for make in (a_matter, a_dispatched_matter, a_finished_matter):
        matter = make(place=here.building)
        Matter.objects.filter(pk=matter.pk).update(
            **planted,
            reporter=person,
            title="欧阳倩倩家302室漏水，电话13811113333",
            measure="到302室找欧阳倩倩，电话13811113333",
            outcome="欧阳倩倩说好了，身份证110105194912310021",
            may_publish=make is not a_dispatched_matter,
        )
    for kind, secret in (
        (Sensitivity.PRIVATE, "老伴重病"),
        (Sensitivity.COMPLAINT, "窗口骂人"),
    ):
        hidden = a_finished_matter(place=here.building)
        Matter.objects.filter(pk=hidden.pk).update(
            sensitivity=kind, title=secret, words=secret, measure=secret, outcome=secret
        )
        secrets.append(secret)
    joined = Matter.objects.filter(may_publish=True).first()
    assert joined
    actions.join_matter(matter=joined, by=A_STRANGER, words="附议里的秘密", at=NOON)
    secrets += ["附议里的秘密", "302", "110105194912310021", "13811113333"]

    for address in everything_public(here.community):
        answer = client.get(address)
        if answer.status_code == 404:
            assert "/board/matters/" in address
            continue
        text = text_of(answer)
        found = [secret for secret in secrets if secret in text]
        assert not found, (address, found)


def test_who_did_not_agree_is_told_of_by_kind_and_compound_alone(client: Client) -> None:
    here = a_neighbourhood()
    open_one = a_matter("井盖松了", place=here.building)
    shut_one = a_matter("水管漏了", place=here.building)
    Matter.objects.filter(pk=open_one.pk).update(may_publish=True)

    text = client.get("/board/").content.decode()

    assert "井盖松了" in text
    assert "翠竹苑3号楼" in text
    assert "水管漏了" not in text
    shut = client.get(f"/board/matters/{shut_one.number}/").content.decode()
    assert "一件“" in shut
    assert "3号楼" not in shut


def test_who_answers_for_it_is_named_with_the_post(client: Client) -> None:
    here = a_neighbourhood()
    clerk = a_clerk(here.community, "梁晓岚")
    a_finished_matter(handler=clerk, place=here.building)
    helper = a_person("诸葛小明", here.building)
    a_finished_matter(handler=helper, place=here.building)

    text = client.get("/board/").content.decode()

    assert "梁晓岚" in text
    assert "社区工作者" in text
    assert "诸葛小明" not in text


def test_a_result_waits_for_its_day() -> None:
    matter = a_finished_matter()
    Matter.objects.filter(pk=matter.pk).update(public_on=None)

    [told] = board.made_public(board.on_the_board().filter(pk=matter.pk))

    assert (told.measure, told.outcome) == ("", "")


def test_private_matters_have_no_public_page(client: Client) -> None:
    matter = a_finished_matter()
    Matter.objects.filter(pk=matter.pk).update(sensitivity=Sensitivity.PRIVATE)

    assert client.get(f"/board/matters/{matter.number}/").status_code == 404


def test_a_list_is_narrowed_by_links(client: Client) -> None:
    here, there = a_neighbourhood(), a_neighbourhood()
    a_matter(place=here.building)
    a_matter(place=there.building)
    area = f"area={here.community.pk}"

    def count(query: str) -> str:
        page = client.get(f"/board/list/?{area}&{query}").content.decode()
        return page.split("<h1>")[1].split("</h1>")[0]

    assert "1 件" in count("what=received")
    assert "1 件" in count(f"what=received&place={here.compound.pk}")
    assert "0 件" in count(f"what=received&place={there.compound.pk}&route=nosuch")
    assert "1 件" in count("what=nonsense")


def test_a_long_list_goes_on(client: Client) -> None:
    here = a_neighbourhood()
    wang = a_person(home=here.building)
    word = Word(words="灯不亮", place=here.building)
    for _ in range(27):
        actions.report_matter(word=word, by=viewing(wang), reporter=wang, at=NOON)

    first = client.get("/board/list/?what=received").content.decode()
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(following.replace("&amp;", "&")).content.decode()

    assert first.count("/board/matters/") == 25
    assert second.count("/board/matters/") == 2
    assert "27 件" in second


def test_the_list_can_be_taken_away_and_reckons_nothing(client: Client) -> None:
    matter = a_finished_matter()
    Matter.objects.filter(pk=matter.pk).update(measure='=HYPERLINK("x")')

    answer = client.get("/board/list/?what=finished&as=csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))

    assert len(rows) == 2
    assert rows[1][0] == matter.number
    assert rows[1][6].startswith("'=")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_each_community_has_its_own(client: Client) -> None:
    here, there = a_neighbourhood(), a_neighbourhood()
    a_matter(place=here.building)

    both = client.get("/board/").content.decode()
    mine = client.get(f"/board/?area={there.community.pk}").content.decode()

    assert f"?area={here.community.pk}" in both
    assert f'<a href="?area={there.community.pk}" aria-current="true">' in mine


@pytest.mark.parametrize("month", ["2026-13", "2099-01", "nonsense"])
def test_a_month_that_is_not_there(client: Client, month: str) -> None:
    a_neighbourhood()
    assert client.get(f"/board/{month}/").status_code == 404


def test_an_empty_house_shows_an_empty_board(client: Client) -> None:
    for address in ("/", "/board/", "/board/how/", "/board/list/", "/call/", "/say/"):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("address", ["/board/", "/board/list/?what=received", "/"])
def test_the_board_asks_no_more_however_many_there_are(
    client: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    community = a_story()
    client.get(address)
    forget_everything()
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    building = Area.objects.within(community).filter(kind="building").first()
    for _ in range(8):
        a_closed_matter(place=building)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
