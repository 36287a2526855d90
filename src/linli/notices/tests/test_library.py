"""What holds here, in which version, and how it was passed on."""

from datetime import date, timedelta

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.indicators import Window
from linli.kernel.testing import NOON
from linli.notices import actions, indicators, queries
from linli.notices.actions import Edition, Whom, Wording
from linli.notices.rules import Kind, Standing
from linli.notices.testing import a_covenant, a_sent_notice
from linli.people.testing import a_person, a_steward, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

SECOND = Edition(
    text="一、楼道不堆东西。二、电动车不上楼。",
    adopted_on=date(2026, 3, 2),
    adopted_by="居民会议再议",
)


@pytest.fixture
def place() -> Neighbourhood:
    return a_neighbourhood()


def test_a_covenant_is_revised_and_its_first_version_stays(place: Neighbourhood) -> None:
    covenant = a_covenant(place.community, by=THE_HOUSE)

    actions.revise_document(document=covenant, edition=SECOND, by=THE_HOUSE, at=NOON)

    second, first = queries.history_of(covenant)
    assert (second.version.number, second.standing) == (2, Standing.IN_FORCE)
    assert (first.version.number, first.standing) == (1, Standing.REPLACED)
    assert queries.in_force(covenant) == second.version


def test_what_is_repealed_holds_no_longer_and_is_still_read(place: Neighbourhood) -> None:
    covenant = a_covenant(place.community, by=THE_HOUSE)
    actions.repeal_document(document=covenant, reason="并入新公约", by=THE_HOUSE, at=NOON)

    assert queries.in_force(covenant) is None
    assert queries.library_of(place.community) == []
    assert queries.library_of(place.community, repealed=True) == [covenant]
    assert queries.history_of(covenant)[0].standing is Standing.REPEALED
    for deed in (
        lambda: actions.repeal_document(
            document=covenant, reason="再废", by=THE_HOUSE, at=NOON
        ),
        lambda: actions.revise_document(
            document=covenant, edition=SECOND, by=THE_HOUSE, at=NOON
        ),
    ):
        with pytest.raises(actions.AlreadyThere):
            deed()


def test_the_same_name_twice_is_refused(place: Neighbourhood) -> None:
    a_covenant(place.community, by=THE_HOUSE)

    with pytest.raises(actions.AlreadyThere, match="同名"):
        a_covenant(place.community, by=THE_HOUSE)


@pytest.mark.parametrize(
    ("title", "text", "how"), [("", "一", "会上"), ("公约", " ", "会上"), ("公约", "一", "")]
)
def test_what_says_nothing_is_refused(
    place: Neighbourhood, title: str, text: str, how: str
) -> None:
    edition = Edition(text=text, adopted_on=NOON.date(), adopted_by=how)

    with pytest.raises(actions.NothingWritten):
        actions.adopt_document(
            kind=Kind.COVENANT,
            title=title,
            area=place.community,
            edition=edition,
            by=THE_HOUSE,
            at=NOON,
        )


def test_without_a_reason_nothing_is_repealed(place: Neighbourhood) -> None:
    covenant = a_covenant(place.community, by=THE_HOUSE)

    with pytest.raises(actions.NothingWritten):
        actions.repeal_document(document=covenant, reason="", by=THE_HOUSE, at=NOON)


def test_a_steward_keeps_no_library(place: Neighbourhood) -> None:
    with pytest.raises(NotPermitted):
        a_covenant(place.community, by=viewing(a_steward(place.building)))


def test_a_version_tells_by_which_notice_it_was_passed_on(place: Neighbourhood) -> None:
    covenant = a_covenant(place.community, by=THE_HOUSE)
    a_person("王秀英", place.unit)
    notice = actions.draft_notice(
        whom=Whom(area=place.community),
        kind=Kind.COVENANT,
        wording=Wording(title="居民公约", text="…"),
        passes_on=queries.in_force(covenant),
        by=THE_HOUSE,
        at=NOON,
    )
    assert queries.history_of(covenant)[0].passed_on == []

    actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)

    assert queries.history_of(covenant)[0].passed_on == [notice]


def test_the_figures_and_their_lists(place: Neighbourhood) -> None:
    a_covenant(place.community, "居民公约", by=THE_HOUSE)
    covenant = a_covenant(place.community, "停车公约", by=THE_HOUSE)
    actions.revise_document(document=covenant, edition=SECOND, by=THE_HOUSE, at=NOON)
    a_person("王秀英", place.unit)
    a_person("李志强", place.unit)
    notice = a_sent_notice(place.unit)
    recipient = notice.recipients.select_related("notice__area", "person").first()
    assert recipient
    actions.acknowledge(recipient=recipient, by=viewing(recipient.person), at=NOON)
    window = Window(since=NOON - timedelta(days=1), until=NOON + timedelta(days=1))
    here = place.community.ref

    assert indicators.COVENANTS.value(here, window) == 2
    assert indicators.SENT.value(here, window) == 1
    assert indicators.REACHED.value(here, window) == 1
    assert indicators.REACHED.denominator(here, window) == 2

    before = Window(since=None, until=NOON - timedelta(days=1))
    assert indicators.SENT.value(here, before) == 0
    assert indicators.COVENANTS.value(here, before) == 0
    actions.repeal_document(document=covenant, reason="合并", by=THE_HOUSE, at=NOON)
    assert indicators.COVENANTS.value(here, window) == 1
