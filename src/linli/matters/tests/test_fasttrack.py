"""随手办 and 即办件: done at once, told again, counted apart."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.links import linked_with
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Visit
from linli.matters.actions.fixing import NoSuchFix
from linli.matters.actions.instants import (
    InstantMovedOn,
    NoSuchInstant,
    OutcomeUnsaid,
    ReasonUnsaid,
    VisitsUnexplained,
)
from linli.matters.instants import (
    NEXT,
    InstantState,
    InstantStep,
    InstantStepNotAllowed,
    Way,
    after,
)
from linli.matters.models import InstantMatter, QuickFix
from linli.people import actions as people
from linli.people.models import Person
from linli.people.rules import OrganisationKind, PostKind
from linli.people.testing import (
    A_STRANGER,
    a_browser_of,
    a_clerk,
    a_holder,
    a_person,
    a_steward,
    viewing,
)
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.ratings.models import RatingSlip

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def hood() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def volunteer(hood: Neighbourhood) -> Person:
    return a_holder(PostKind.GRID_VOLUNTEER, hood.compound, "方桂兰")


@pytest.fixture
def clerk(hood: Neighbourhood) -> Person:
    return a_clerk(hood.community)


def a_picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 10)).save(out, "PNG")
    return out.getvalue()


def an_instant(hood: Neighbourhood, volunteer: Person, phone: str = PHONE) -> InstantMatter:
    return actions.take_in_instant(
        kind="residence", place=hood.unit, phone=phone, by=viewing(volunteer), at=NOON
    )


def test_what_is_seen_and_put_right_takes_one_action(hood: Neighbourhood) -> None:
    steward = a_steward(hood.building)

    fix = actions.fix_on_the_way(
        kind="stickers", place=hood.building, by=viewing(steward), at=NOON
    )

    assert Entry.objects.filter(subject=fix.ref).count() == 1
    assert not RatingSlip.objects.exists()
    assert not Duty.objects.exists()


def test_it_is_not_for_passers_by_nor_for_kinds_that_nobody_knows(hood: Neighbourhood) -> None:
    with pytest.raises(NotPermitted):
        actions.fix_on_the_way(kind="stickers", place=hood.building, by=A_STRANGER, at=NOON)
    neighbour = viewing(a_person("王秀英", hood.unit))
    with pytest.raises(NotPermitted):
        actions.fix_on_the_way(kind="stickers", place=hood.building, by=neighbour, at=NOON)
    steward = viewing(a_steward(hood.building))
    with pytest.raises(NoSuchFix):
        actions.fix_on_the_way(kind="war", place=hood.building, by=steward, at=NOON)


def test_a_member_of_a_volunteer_team_may_too_and_sees_only_their_own(
    hood: Neighbourhood, clerk: Person
) -> None:
    team = people.form_organisation(
        name="和平里志愿队",
        kind=OrganisationKind.VOLUNTEER_TEAM,
        area=hood.community,
        by=THE_HOUSE,
        at=NOON,
    )
    member = a_person("赵阿姨", hood.unit)
    people.join_organisation(organisation=team, person=member, by=THE_HOUSE, at=NOON)

    fix = actions.fix_on_the_way(
        kind="litter", place=hood.building, by=viewing(member), at=NOON
    )

    assert list(QuickFix.objects.visible_to(viewing(member))) == [fix]
    assert list(QuickFix.objects.visible_to(viewing(clerk))) == [fix]
    assert not QuickFix.objects.visible_to(A_STRANGER).exists()
    assert not QuickFix.objects.visible_to(viewing(a_steward(hood.building))).exists()


def test_the_walker_taps_once_and_reads_it_in_the_list(hood: Neighbourhood) -> None:
    steward = a_steward(hood.building)
    browser = a_browser_of(steward)
    assert "已经办好" in browser.get("/today/fixed/").content.decode()
    image = SimpleUploadedFile("p.png", a_picture(), content_type="image/png")

    sent = browser.post(
        "/today/fixed/",
        {"key": "k", "kind": "parking", "place": hood.building.pk, "photo": image, "words": ""},
    )

    assert sent.status_code == 303
    said = browser.get(sent["Location"]).content.decode()
    assert "乱停车" in said
    fix = QuickFix.objects.get()
    assert browser.get(f"/fixes/{fix.pk}/photo/").status_code == 200
    assert (
        a_browser_of(a_person("路人", hood.unit)).get(f"/fixes/{fix.pk}/photo/").status_code
        == 404
    )


@pytest.mark.parametrize("state", list(InstantState))
@pytest.mark.parametrize("step", list(InstantStep))
def test_every_state_and_step_of_an_instant(state: InstantState, step: InstantStep) -> None:
    if (state, step) in NEXT:
        assert after(state, step) is NEXT[state, step]
    else:
        with pytest.raises(InstantStepNotAllowed):
            after(state, step)


def test_three_quick_steps(hood: Neighbourhood, volunteer: Person, clerk: Person) -> None:
    resident = a_person("王秀英", hood.unit, phone=PHONE)
    instant = an_instant(hood, volunteer)
    assert instant.resident == resident
    assert instant.due_at <= NOON + timedelta(hours=4)

    actions.take_instant(instant=instant, by=viewing(clerk), at=NOON)
    actions.finish_instant(instant=instant, outcome="证明开好了", by=viewing(clerk), at=NOON)
    assert Duty.objects.running().get(subject=instant.ref).holder == volunteer
    actions.report_instant(
        instant=instant, way=Way.DOOR, words="送上门了", by=viewing(volunteer), at=NOON
    )

    instant = InstantMatter.objects.get()
    assert instant.standing is InstantState.REPORTED
    assert instant.visits == 0
    assert not Duty.objects.running().exists()


def test_of_two_clerks_the_first_has_it(
    hood: Neighbourhood, volunteer: Person, clerk: Person
) -> None:
    instant = an_instant(hood, volunteer)
    stale = InstantMatter.objects.get()
    actions.take_instant(instant=instant, by=viewing(clerk), at=NOON)

    with pytest.raises(InstantMovedOn):
        actions.take_instant(
            instant=stale, by=viewing(a_clerk(hood.community, "李梅")), at=NOON
        )

    assert InstantMatter.objects.get().clerk == clerk


def test_it_is_given_back_with_a_reason_and_the_clock_runs_on(
    hood: Neighbourhood, volunteer: Person, clerk: Person
) -> None:
    instant, by = an_instant(hood, volunteer), viewing(clerk)
    due = instant.due_at
    actions.take_instant(instant=instant, by=by, at=NOON)
    with pytest.raises(ReasonUnsaid):
        actions.give_back_instant(instant=instant, why=" ", by=by, at=NOON)

    actions.give_back_instant(instant=instant, why="去开会", by=by, at=NOON)

    duty = Duty.objects.running().get(subject=instant.ref)
    assert (duty.holder, duty.due_at) == (None, due)


def test_more_than_one_visit_wants_a_reason(
    hood: Neighbourhood, volunteer: Person, clerk: Person
) -> None:
    instant, by = an_instant(hood, volunteer), viewing(clerk)
    actions.take_instant(instant=instant, by=by, at=NOON)
    with pytest.raises(OutcomeUnsaid):
        actions.finish_instant(instant=instant, outcome="", by=by, at=NOON)
    with pytest.raises(VisitsUnexplained):
        actions.finish_instant(
            instant=instant, outcome="好了", visit=Visit(many=2), by=by, at=NOON
        )

    visit = Visit(many=2, why="照片不合格")
    actions.finish_instant(instant=instant, outcome="好了", visit=visit, by=by, at=NOON)

    assert InstantMatter.objects.get().why_visits == "照片不合格"


def test_who_may_not_take_in_take_do_or_tell(
    hood: Neighbourhood, volunteer: Person, clerk: Person
) -> None:
    neighbour = viewing(a_person("路人", hood.unit))
    with pytest.raises(NotPermitted):
        actions.take_in_instant(kind="residence", place=hood.unit, by=neighbour, at=NOON)
    with pytest.raises(NoSuchInstant):
        actions.take_in_instant(kind="x", place=hood.unit, by=viewing(volunteer), at=NOON)
    instant = an_instant(hood, volunteer)
    with pytest.raises(NotPermitted):
        actions.take_instant(instant=instant, by=viewing(volunteer), at=NOON)
    actions.take_instant(instant=instant, by=viewing(clerk), at=NOON)
    other = viewing(a_clerk(hood.community, "李梅"))
    with pytest.raises(NotPermitted):
        actions.finish_instant(instant=instant, outcome="好了", by=other, at=NOON)
    actions.finish_instant(instant=instant, outcome="好了", by=viewing(clerk), at=NOON)
    with pytest.raises(NotPermitted):
        actions.report_instant(
            instant=instant, way=Way.PHONE, words="说了", by=neighbour, at=NOON
        )


def test_what_cannot_be_done_at_once_becomes_a_matter(
    hood: Neighbourhood, volunteer: Person, clerk: Person
) -> None:
    resident = a_person("王秀英", hood.unit, phone=PHONE)
    instant, by = an_instant(hood, volunteer), viewing(clerk)
    actions.take_instant(instant=instant, by=by, at=NOON)

    matter = actions.turn_instant(instant=instant, why="要派出所盖章", by=by, at=NOON)

    assert matter.reporter == resident
    assert linked_with(instant.ref) == [("turned_into", matter.ref)]
    assert not Duty.objects.running().filter(subject=instant.ref).exists()


def test_an_instant_is_seen_by_whom_it_concerns_alone(
    hood: Neighbourhood, volunteer: Person, clerk: Person
) -> None:
    resident = a_person("王秀英", hood.unit, phone=PHONE)
    instant = an_instant(hood, volunteer)
    for who in (resident, volunteer, clerk):
        assert InstantMatter.objects.visible_to(viewing(who)).get() == instant
    assert not InstantMatter.objects.visible_to(viewing(a_person("路人", hood.unit))).exists()
    assert (
        a_browser_of(a_steward(hood.building)).get(f"/instants/{instant.pk}/").status_code
        == 404
    )


def test_the_pages_of_an_instant_from_the_door_to_the_answer(
    hood: Neighbourhood, volunteer: Person, clerk: Person
) -> None:
    at_the_door, at_the_desk = a_browser_of(volunteer), a_browser_of(clerk)
    new = {"key": "1", "kind": "residence", "place": hood.unit.pk, "phone": PHONE, "words": ""}
    assert at_the_door.post("/instants/new/", new).status_code == 303
    one = f"/instants/{InstantMatter.objects.get().pk}/"
    assert "我来办" in at_the_desk.get("/instants/").content.decode()
    assert at_the_desk.post(f"{one}taking/", {"key": "2"}).status_code == 303
    late = a_browser_of(a_clerk(hood.community, "李梅")).post(f"{one}taking/", {"key": "3"})
    assert late.status_code in (403, 409)
    result = {"key": "4", "outcome": "开好了", "visits": "2", "why_visits": ""}
    assert at_the_desk.post(f"{one}result/", result).status_code == 422
    assert at_the_desk.post(f"{one}result/", result | {"visits": "0"}).status_code == 303
    assert "等我告诉居民" in at_the_door.get("/instants/").content.decode()
    told = {"key": "5", "way": "phone", "words": "打过电话了"}
    assert at_the_door.post(f"{one}telling/", told).status_code == 303
    assert "打过电话了" in at_the_door.get(one).content.decode()
