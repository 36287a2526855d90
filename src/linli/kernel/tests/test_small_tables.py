"""Links, drafts and the word on what a database holds."""

from datetime import timedelta

import pytest

from linli.kernel import drafts, installation
from linli.kernel.installation import HoldsSomethingAlready, HoldsSomethingReal
from linli.kernel.links import link, linked_with
from linli.kernel.testing import NOON
from linli.kernel.tests.doorbells import ring

pytestmark = pytest.mark.django_db


def test_a_link_is_read_from_both_ends_and_tied_once() -> None:
    for _ in range(2):
        link("matter/1", "case/2", kind="转议事", by="person/1", at=NOON)

    assert linked_with("matter/1") == [("转议事", "case/2")]
    assert linked_with("case/2") == [("转议事", "matter/1")]


def test_a_draft_is_its_owners_and_the_last_one_counts() -> None:
    for words in ("灯", "灯不亮"):
        drafts.keep_draft(owner="person/1", form="say", content={"words": words}, at=NOON)

    assert drafts.draft_of(owner="person/1", form="say") == {"words": "灯不亮"}
    assert drafts.draft_of(owner="person/2", form="say") == {}
    drafts.drop_draft(owner="person/1", form="say")
    assert drafts.draft_of(owner="person/1", form="say") == {}


def test_old_drafts_are_cleared() -> None:
    drafts.keep_draft(owner="person/1", form="say", content={"words": "灯"}, at=NOON)

    assert drafts.clear_old_drafts(at=NOON + timedelta(days=29)) == 0
    assert drafts.clear_old_drafts(at=NOON + timedelta(days=31)) == 1


def test_a_database_with_real_people_takes_no_story() -> None:
    installation.found(kind="real", name="和平里社区", at=NOON)

    with pytest.raises(HoldsSomethingReal):
        installation.found(kind="replay", name="金厦", at=NOON)
    assert not installation.is_simulated()


def test_a_story_is_laid_only_into_an_empty_database_and_every_page_says_so() -> None:
    installation.found(kind="replay", name="金厦", at=NOON)

    assert installation.is_simulated()
    with pytest.raises(HoldsSomethingAlready):
        installation.found(kind="demo", name="演示", at=NOON)


def test_a_journal_without_a_name_is_not_empty_either() -> None:
    ring("有人在家吗")

    with pytest.raises(HoldsSomethingAlready):
        installation.refuse_if_taken()
