"""Who may do what, and who sees what: one table for each."""

import pytest

from linli.kernel.testing import NOON
from linli.notices import actions, policies
from linli.notices.actions import Whom, Wording
from linli.notices.models import Document, Notice, Recipient
from linli.notices.rules import Audience, Kind
from linli.notices.testing import WATER, a_covenant, a_draft, a_sent_notice
from linli.people import actions as people
from linli.people.actions import NewFact
from linli.people.rules import FactKind, PostKind
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_holder,
    a_person,
    a_steward,
    a_subdistrict_clerk,
    an_administrator,
    viewing,
)
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def cast(place: Neighbourhood) -> dict[str, Viewer]:
    other = a_neighbourhood()
    return {
        "stranger": A_STRANGER,
        "resident": viewing(a_person("王秀英", place.unit)),
        "steward": viewing(a_steward(place.building)),
        "steward elsewhere": viewing(a_steward(other.building)),
        "auditor": viewing(a_holder(PostKind.AUDITOR, place.community, "审计")),
        "clerk": viewing(a_clerk(place.community)),
        "clerk elsewhere": viewing(a_clerk(other.community)),
        "subdistrict": viewing(a_subdistrict_clerk(place.subdistrict)),
        "administrator": viewing(an_administrator(place.community)),
    }


DESKS = {"clerk", "subdistrict", "administrator"}


def allowed(cast: dict[str, Viewer], may: object) -> set[str]:
    assert callable(may)
    return {who for who, viewer in cast.items() if may(viewer)}


@pytest.mark.parametrize(
    ("where", "audience", "kind", "who"),
    [
        ("unit", Audience.AREA, Kind.NOTICE, DESKS | {"steward"}),
        ("building", Audience.AREA, Kind.MEETING, DESKS | {"steward"}),
        ("building", Audience.AREA, Kind.COVENANT, DESKS),
        ("building", Audience.AREA, Kind.POLICY, DESKS),
        ("building", Audience.FACT, Kind.NOTICE, DESKS),
        ("building", Audience.PARTY, Kind.NOTICE, DESKS),
        ("building", Audience.POSTS, Kind.NOTICE, DESKS),
        ("compound", Audience.AREA, Kind.NOTICE, DESKS),
        ("community", Audience.AREA, Kind.NOTICE, DESKS),
        ("subdistrict", Audience.AREA, Kind.NOTICE, {"subdistrict"}),
    ],
)
def test_who_may_write_to_whom(
    place: Neighbourhood,
    cast: dict[str, Viewer],
    where: str,
    audience: Audience,
    kind: Kind,
    who: set[str],
) -> None:
    area = getattr(place, where)

    def may(viewer: Viewer) -> bool:
        return policies.may_write(viewer, area, audience=audience, kind=kind)

    assert allowed(cast, may) == who


def test_a_steward_of_a_whole_community_still_climbs_stairs(place: Neighbourhood) -> None:
    walker = viewing(a_holder(PostKind.GRID_WORKER, place.community, "网格员"))

    assert policies.may_write(walker, place.building, audience=Audience.AREA, kind=Kind.NOTICE)
    assert not policies.may_write(
        walker, place.community, audience=Audience.AREA, kind=Kind.NOTICE
    )


def test_who_may_hang_it_up(place: Neighbourhood, cast: dict[str, Viewer]) -> None:
    def may(viewer: Viewer) -> bool:
        return policies.may_publish(viewer, place.unit, is_for_all=True)

    def to_a_group(viewer: Viewer) -> bool:
        return policies.may_publish(viewer, place.unit, is_for_all=False)

    assert allowed(cast, may) == DESKS
    assert allowed(cast, to_a_group) == set()


def test_who_may_change_it(place: Neighbourhood, cast: dict[str, Viewer]) -> None:
    of_the_steward = a_draft(place.unit, by=cast["steward"])
    of_the_desk = a_draft(place.unit, by=cast["clerk"])

    assert allowed(cast, lambda v: policies.may_change(v, of_the_desk)) == DESKS
    assert allowed(cast, lambda v: policies.may_change(v, of_the_steward)) == (
        DESKS | {"steward"}
    )


def test_who_left_the_post_changes_nothing_more(place: Neighbourhood) -> None:
    steward = a_steward(place.building)
    notice = a_draft(place.unit, by=viewing(steward))

    without = Viewer(person_id=steward.pk, name=steward.name)

    assert not policies.may_change(without, notice)
    notice.version += 1
    with pytest.raises(actions.NoticeMovedOn):
        actions.discard_draft(notice=notice, by=viewing(steward), at=NOON)


def test_who_reaches_and_who_looks(place: Neighbourhood, cast: dict[str, Viewer]) -> None:
    notice = a_sent_notice(place.unit)
    group = a_group(place, cast["clerk"])

    def reaches(viewer: Viewer) -> bool:
        return policies.may_reach(viewer, notice, place.unit)

    assert allowed(cast, reaches) == DESKS | {"steward"}
    assert allowed(cast, lambda v: policies.may_see_reach(v, notice)) == (
        DESKS | {"steward", "auditor"}
    )
    assert allowed(cast, lambda v: policies.may_reach(v, group, place.unit)) == DESKS
    assert allowed(cast, lambda v: policies.may_reach(v, group, None)) == DESKS


def test_only_oneself_and_whom_one_charged_know_it(
    place: Neighbourhood, cast: dict[str, Viewer]
) -> None:
    notice = a_sent_notice(place.unit)
    recipient = Recipient.objects.get(notice=notice, person=cast["resident"].person_id)

    assert allowed(cast, lambda v: policies.may_acknowledge(v, recipient)) == {"resident"}


def test_who_keeps_the_library(place: Neighbourhood, cast: dict[str, Viewer]) -> None:
    document = a_covenant(place.community, by=cast["clerk"])

    def keeps(viewer: Viewer) -> bool:
        return policies.may_keep_documents(viewer, place.community)

    assert allowed(cast, keeps) == DESKS
    assert allowed(cast, lambda v: policies.may_repeal(v, document)) == DESKS
    assert not policies.may_keep_documents(cast["clerk"], place.unit)


def seen_by(cast: dict[str, Viewer], notice: Notice) -> set[str]:
    return {
        who
        for who, viewer in cast.items()
        if Notice.objects.visible_to(viewer).filter(pk=notice.pk).exists()
    }


def test_who_sees_a_notice(place: Neighbourhood, cast: dict[str, Viewer]) -> None:
    around = {"steward", "auditor"} | DESKS
    everybody = set(cast)

    assert seen_by(cast, a_draft(place.unit, by=cast["clerk"])) == DESKS | {"auditor"}
    assert seen_by(cast, a_sent_notice(place.unit)) == around | {"resident"}
    assert seen_by(cast, a_sent_notice(place.community)) == around | {"resident"}
    hung_up = Wording(title="停水", text="…", is_public=True)
    public = a_sent_notice(place.unit, wording=hung_up, by=cast["clerk"])
    assert seen_by(cast, public) == everybody


def a_group(place: Neighbourhood, by: Viewer) -> Notice:
    lone = a_person("独居的", place.unit)
    fact = NewFact(
        person=lone, kind=FactKind.LIVING_ALONE, began_on=NOON.date(), purpose="探访"
    )
    people.record_facts(within=place.community, facts=[fact], by=THE_HOUSE, at=NOON)
    whom = Whom(area=place.unit, audience=Audience.FACT, fact=FactKind.LIVING_ALONE)
    notice = actions.draft_notice(whom=whom, wording=WATER, by=by, at=NOON)
    actions.send_notice(notice=notice, by=by, at=NOON)
    return notice


def test_who_is_told_as_one_of_a_group_is_known_to_desks_alone(
    place: Neighbourhood, cast: dict[str, Viewer]
) -> None:
    group = a_group(place, cast["clerk"])

    assert seen_by(cast, group) == DESKS | {"auditor"}
    listed = Recipient.objects.visible_to(cast["steward"]).filter(notice=group)
    assert not listed.exists()


def test_a_correction_of_a_group_is_as_secret_as_the_group(
    place: Neighbourhood, cast: dict[str, Viewer]
) -> None:
    group = a_group(place, cast["clerk"])
    follow_up = actions.correct_notice(notice=group, by=cast["clerk"], at=NOON)
    actions.send_notice(notice=follow_up, by=cast["clerk"], at=NOON)

    assert seen_by(cast, follow_up) == DESKS | {"auditor"}
    rows = Recipient.objects.visible_to(cast["steward"]).filter(notice=follow_up)
    assert not rows.exists()
    assert not policies.may_reach(cast["steward"], follow_up, place.unit)
    assert not follow_up.is_for_all


def test_recipients_are_shown_to_who_serves_where_they_live(
    place: Neighbourhood, cast: dict[str, Viewer]
) -> None:
    notice = a_sent_notice(place.unit)
    resident = cast["resident"].person_id
    shown = {
        who
        for who, viewer in cast.items()
        if Recipient.objects.visible_to(viewer).filter(notice=notice, person=resident).exists()
    }

    assert shown == {"resident", "steward", "auditor"} | DESKS


def test_documents_are_everybodys(place: Neighbourhood) -> None:
    a_covenant(place.community)

    assert Document.objects.visible_to(A_STRANGER).count() == 1
