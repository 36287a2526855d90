"""Everybody can read the rules of the place and try them with a sentence."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from linli.kernel.testing import NOON
from linli.matters.options import CHANNELS, TIERS
from linli.people.options import RHYTHMS
from linli.people.testing import a_browser_of, a_clerk
from linli.people.viewer import THE_HOUSE
from linli.places.options import LEVELS
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.playbooks.actions import adopt_playbook
from linli.playbooks.loader import bundled
from linli.playbooks.options import POSTS, TOPICS
from linli.playbooks.queries import pack_named
from linli.ui.options import LABELS

pytestmark = pytest.mark.django_db

SPOKEN = re.compile(r"""(?:{% translate |gettext\(|\b_\()["']([^"']+)["']""")


def a_place_with(name: str) -> Neighbourhood:
    here = a_neighbourhood()
    adopt_playbook(pack=pack_named(name), area=here.community, by=THE_HOUSE, at=NOON)
    return here


def page_of(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_passer_by_reads_the_rules_with_their_basis(client: Client) -> None:
    a_place_with("pucheng")

    said = page_of(client, reverse("playbook"))

    for words in (
        "群众说事",
        "小事",
        "党员会议定办法",
        "充电桩",
        "说事箱",
        "第二百九十六条",
    ):
        assert words in said
    assert "与默认不同" in said
    assert "由和平里社区设定" in said


def test_the_rules_can_be_read_in_english(client: Client) -> None:
    a_place_with("jinxia")

    said = page_of(client, reverse("playbook"), language="en")

    for words in ("Fast track", "Weekly yard session", "Table host", "Drains and septic tanks"):
        assert words in said


def test_without_any_area_the_page_says_what_will_stand_here(client: Client) -> None:
    assert "还没有规则" in page_of(client, reverse("playbook"))
    assert "还没有规则" in page_of(client, reverse("playbook-try"), words="漏水")


def test_without_a_playbook_the_defaults_are_shown(client: Client) -> None:
    a_neighbourhood()

    said = page_of(client, reverse("playbook"))

    assert "还没有采用规则包，按默认办。" in said
    assert "同默认" in said
    assert "与默认不同" not in said


def test_whoever_serves_somewhere_reads_the_rules_of_that_place() -> None:
    a_place_with("jinxia")
    here = a_place_with("pucheng")
    browser = a_browser_of(a_clerk(here.community))

    assert "群众说事" in page_of(browser, reverse("playbook"))


def test_a_link_may_name_the_area(client: Client) -> None:
    a_place_with("jinxia")
    here = a_place_with("pucheng")

    assert "群众说事" in page_of(client, reverse("playbook"), area=str(here.unit.pk))


@pytest.mark.parametrize("area", ["0", "x", "9" * 30, "²"])
def test_an_area_that_is_not_there_is_not_found(client: Client, area: str) -> None:
    a_place_with("jinxia")

    assert client.get(reverse("playbook"), {"area": area}).status_code == 404


def test_a_sentence_finds_its_rule_and_says_why(client: Client) -> None:
    a_place_with("pucheng")

    said = page_of(client, reverse("playbook-try"), words="楼上漏水，和邻居吵架")

    assert "邻里纠纷" in said
    assert "吵架" in said
    assert "房屋漏水渗水" in said
    assert "10 个工作日" in said
    assert "人民调解法" in said


def test_a_sentence_that_says_nothing_known_goes_to_the_last_rule(client: Client) -> None:
    a_place_with("pucheng")

    assert "没有对上关键词" in page_of(client, reverse("playbook-try"), words="谢谢")


def test_an_empty_sentence_is_asked_for_again(client: Client) -> None:
    a_place_with("pucheng")

    said = page_of(client, reverse("playbook-try"), words=" ")

    assert "先说一句话" in said


def test_what_is_typed_is_shown_as_words_and_never_as_code(client: Client) -> None:
    a_place_with("pucheng")

    said = page_of(client, reverse("playbook-try"), words="<script>漏水</script>")

    assert "<script>漏水" not in said


def test_the_words_of_all_communities_stand_side_by_side(client: Client) -> None:
    a_place_with("pucheng")

    said = page_of(client, reverse("playbook-words"))

    for name in bundled():
        pack = pack_named(name)
        for option in (LABELS, LEVELS, CHANNELS, POSTS, TOPICS):
            for one in pack.values[option]:
                assert escape(one.label) in said, (name, one)
                assert escape(one.label_en) in said, (name, one)
        assert all(tier.label in said for tier in pack[TIERS])
        assert all(rhythm.label in said for rhythm in pack[RHYTHMS])


def test_whoever_reads_the_rules_finds_the_words_of_the_others(client: Client) -> None:
    a_place_with("pucheng")

    assert reverse("playbook-words") in page_of(client, reverse("playbook"))


def test_of_the_words_one_chapter_is_open_and_the_others_are_a_tap_away(
    client: Client,
) -> None:
    page = client.get(reverse("playbook-words"))
    chapters = page.context["comparison"].chapters

    assert page.content.decode().count("<details") == len(chapters)
    assert f'id="{chapters[0].code}" open' in page.content.decode()
    other = page_of(client, reverse("playbook-words"), open=chapters[1].code)
    assert f'id="{chapters[1].code}" open' in other
    assert f'id="{chapters[0].code}" open' not in other
