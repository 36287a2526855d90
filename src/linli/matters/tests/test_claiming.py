"""认领: a matter is put to members, units and neighbours; who takes it on promises a day."""

from datetime import date, timedelta

import pytest

from linli.duties.models import Duty
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Call, Word
from linli.matters.actions.claiming import (
    MOST_DAYS_PROMISED,
    NotToBeClaimed,
    NotToBeOffered,
    OfferedAlready,
    OfferGone,
    PromiseUnsound,
    WhyUnsaid,
)
from linli.matters.actions.moving import DISPATCHING, HANDLING
from linli.matters.actions.neighbours import (
    ConfirmedAlready,
    NobodyHasHelped,
    SignedUpAlready,
)
from linli.matters.claims import OfferState, OfferTo
from linli.matters.models import ClaimOffer, HelpingHand, Matter
from linli.matters.rules import Role, State
from linli.matters.testing import a_matter, a_matter_in_work
from linli.matters.tests.matter_stories import fresh
from linli.people import actions as people
from linli.people.models import Organisation, Person
from linli.people.rules import OrganisationKind
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_person,
    viewing,
)
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db
SOON = day_of(NOON) + timedelta(days=10)
TO_PARTNERS = Call(to=OfferTo.PARTNERS, words="帮独居老人换灯")


@pytest.fixture
def hood() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def clerk(hood: Neighbourhood) -> Person:
    return a_clerk(hood.community)


@pytest.fixture
def matter(hood: Neighbourhood) -> Matter:
    return a_matter(place=hood.unit)


def a_member(hood: Neighbourhood, name: str = "党员老周") -> Person:
    """Who has reported in at the community's party branch."""
    branch = Organisation.objects.filter(kind=OrganisationKind.PARTY_BRANCH).first()
    branch = branch or people.form_organisation(
        name="和平里党支部",
        kind=OrganisationKind.PARTY_BRANCH,
        area=hood.community,
        by=THE_HOUSE,
        at=NOON,
    )
    member = a_person(name, hood.unit)
    people.join_organisation(organisation=branch, person=member, by=THE_HOUSE, at=NOON)
    return member


def offered(matter: Matter, clerk: Person, call: Call = TO_PARTNERS) -> ClaimOffer:
    return actions.offer_matter(matter=matter, call=call, by=viewing(clerk), at=NOON)


def test_a_member_claims_what_nobody_has_and_promises_a_day(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    member, offer = a_member(hood), offered(matter, clerk)
    assert not Matter.objects.visible_to(viewing(member)).exists()

    actions.claim_matter(offer=offer, promised_on=SOON, by=viewing(member), at=NOON)

    found = fresh(matter)
    assert (found.standing, found.handler) == (State.WORKING, member)
    assert day_of(Duty.objects.running().get(kind=HANDLING).due_at) == SOON
    assert Duty.objects.running().count() == 1
    assert Matter.objects.visible_to(viewing(member)).get() == matter


def test_of_two_who_claim_the_first_has_it(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    first, second, offer = a_member(hood), a_member(hood, "党员小李"), offered(matter, clerk)
    stale = ClaimOffer.objects.select_related("matter__place").get()
    actions.claim_matter(offer=offer, promised_on=SOON, by=viewing(first), at=NOON)

    with pytest.raises(OfferGone):
        actions.claim_matter(offer=stale, promised_on=SOON, by=viewing(second), at=NOON)

    assert ClaimOffer.objects.get().claimed_by == first


def test_who_claims_what_another_has_leads_beside_them(
    hood: Neighbourhood, clerk: Person
) -> None:
    matter = a_matter_in_work(place=hood.unit)
    member, handler = a_member(hood), matter.handler

    offer = offered(matter, clerk)
    actions.claim_matter(offer=offer, promised_on=SOON, by=viewing(member), at=NOON)

    assert fresh(matter).handler == handler
    assert matter.involvements.get().part is Role.LEAD
    actions.give_back_claim(offer=offer, why="生病了", by=viewing(member), at=NOON)
    assert not matter.involvements.running().exists()


def test_promises_are_for_a_day_to_come_and_not_too_far(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    offer, by = offered(matter, clerk), viewing(a_member(hood))
    for day in (day_of(NOON) - timedelta(days=1), date(2030, 1, 1)):
        with pytest.raises(PromiseUnsound):
            actions.claim_matter(offer=offer, promised_on=day, by=by, at=NOON)


def test_who_brought_it_does_not_claim_it(hood: Neighbourhood, clerk: Person) -> None:
    member = a_member(hood)
    offer = offered(a_matter(reporter=member, place=hood.unit), clerk)
    with pytest.raises(NotToBeClaimed):
        actions.claim_matter(offer=offer, promised_on=SOON, by=viewing(member), at=NOON)


def test_strangers_to_the_units_do_not_see_the_offer(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    offer, by = offered(matter, clerk), viewing(a_person("路人", hood.unit))
    assert not ClaimOffer.objects.put_to(by).exists()
    with pytest.raises(OfferGone):
        actions.claim_matter(offer=offer, promised_on=SOON, by=by, at=NOON)


def test_what_is_offered_shows_no_number_and_private_matters_are_not_offered(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    offer = offered(matter, clerk, Call(to=OfferTo.PARTNERS, words="打13812345678找她"))
    assert "13812345678" not in offer.words
    with pytest.raises(OfferedAlready):
        offered(fresh(matter), clerk)
    reporter = a_person("周建国", hood.unit)
    word = Word(words="家里揭不开锅了", place=hood.unit, private=True)
    private = actions.report_matter(word=word, by=viewing(reporter), reporter=reporter, at=NOON)
    with pytest.raises(NotToBeOffered):
        offered(private, clerk)
    with pytest.raises(NotToBeOffered):
        offered(a_matter(place=hood.unit), clerk, Call(to=OfferTo.ONE))
    with pytest.raises(NotPermitted):
        offered(a_matter(place=hood.unit), reporter)


def test_unclaimed_it_is_the_desks_again_in_time(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    offer = offered(matter, clerk)
    duty = Duty.objects.running().get(subject=matter.ref, kind=DISPATCHING)
    assert duty.due_at == offer.until

    assert actions.lapse_offers(offer.until - timedelta(minutes=1)) == 0
    assert actions.lapse_offers(offer.until) == 1

    assert ClaimOffer.objects.get().standing is OfferState.LAPSED
    assert not Duty.objects.running().filter(subject=offer.ref).exists()
    with pytest.raises(OfferGone):
        actions.claim_matter(offer=offer, promised_on=SOON, by=viewing(a_member(hood)), at=NOON)


def test_who_is_asked_to_lead_may_say_no_without_harm(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    member = a_member(hood)
    offer = offered(matter, clerk, Call(to=OfferTo.ONE, asked=member))
    with pytest.raises(NotPermitted):
        actions.decline_offer(offer=offer, by=viewing(clerk), at=NOON)

    actions.decline_offer(offer=offer, by=viewing(member), at=NOON)

    assert ClaimOffer.objects.get().standing is OfferState.DECLINED
    assert Duty.objects.running().get().kind == DISPATCHING


def test_a_claim_is_given_back_with_a_reason(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    member, offer = a_member(hood), offered(matter, clerk)
    actions.claim_matter(offer=offer, promised_on=SOON, by=viewing(member), at=NOON)
    offer = ClaimOffer.objects.select_related("matter__place", "matter__desk").get()
    with pytest.raises(WhyUnsaid):
        actions.give_back_claim(offer=offer, why="", by=viewing(member), at=NOON)
    other = viewing(a_person("路人", hood.unit))
    with pytest.raises(NotPermitted):
        actions.give_back_claim(offer=offer, why="忙", by=other, at=NOON)

    actions.give_back_claim(offer=offer, why="调走了", by=viewing(member), at=NOON)

    assert fresh(matter).standing is State.RECEIVED
    assert Duty.objects.running().get().kind == DISPATCHING


def test_the_desk_takes_an_offer_back(matter: Matter, clerk: Person) -> None:
    offer = offered(matter, clerk)
    with pytest.raises(WhyUnsaid):
        actions.take_back_offer(offer=offer, why="", by=viewing(clerk), at=NOON)
    actions.take_back_offer(offer=offer, why="已经有人了", by=viewing(clerk), at=NOON)
    with pytest.raises(OfferGone):
        actions.take_back_offer(offer=offer, why="再来", by=viewing(clerk), at=NOON)


def test_neighbours_help_and_who_had_asked_says_so(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    neighbour, reporter = viewing(a_person("小刘", hood.unit)), matter.reporter
    assert reporter
    offer = offered(matter, clerk, Call(to=OfferTo.NEIGHBOURS, words="帮拎一下米"))
    with pytest.raises(NotPermitted):
        actions.sign_up(offer=offer, by=viewing(reporter), at=NOON)
    hand = actions.sign_up(offer=offer, words="晚上有空", by=neighbour, at=NOON)
    with pytest.raises(SignedUpAlready):
        actions.sign_up(offer=offer, by=neighbour, at=NOON)
    with pytest.raises(NobodyHasHelped):
        actions.say_neighbours_helped(offer=offer, by=viewing(reporter), at=NOON)
    with pytest.raises(NotPermitted):
        actions.confirm_hand(hand=hand, by=neighbour, at=NOON)
    actions.confirm_hand(hand=hand, by=viewing(clerk), at=NOON)
    with pytest.raises(ConfirmedAlready):
        actions.confirm_hand(hand=HelpingHand.objects.get(), by=viewing(clerk), at=NOON)
    with pytest.raises(NotPermitted):
        actions.say_neighbours_helped(offer=offer, by=neighbour, at=NOON)

    actions.say_neighbours_helped(offer=offer, words="谢谢小刘", by=viewing(reporter), at=NOON)

    assert ClaimOffer.objects.get().standing is OfferState.DONE
    life = a_browser_of(reporter).get(f"/matters/{matter.number}/").content.decode()
    assert "一位邻居报名搭把手" in life


def test_the_claims_page_from_the_offer_to_the_promise(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    member, desk = a_browser_of(a_member(hood)), a_browser_of(clerk)
    form = desk.get(f"/matters/{matter.number}/offers/")
    assert form.status_code == 200
    offer = {"key": "1", "version": matter.version, "to": "partners", "words": "换灯"}
    assert desk.post(f"/matters/{matter.number}/offers/", offer).status_code == 303
    assert "换灯" in member.get("/claims/").content.decode()
    pk = ClaimOffer.objects.get().pk
    claim = {"key": "2", "promised_on": SOON.isoformat()}
    assert member.post(f"/claims/{pk}/", claim).status_code == 303
    assert "我认领的" in member.get("/claims/").content.decode()
    assert "小事快办" in desk.get(f"/desk/{matter.number}/").content.decode()
    assert member.get(f"/claims/{pk}/").status_code == 404
    back = {"key": "3", "why": "调走了"}
    assert member.post(f"/claims/{pk}/giving-back/", back).status_code == 303


def test_the_furthest_day_may_be_promised_and_not_the_one_after(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    offer, by = offered(matter, clerk), viewing(a_member(hood))
    furthest = day_of(NOON) + timedelta(days=MOST_DAYS_PROMISED)
    with pytest.raises(PromiseUnsound):
        actions.claim_matter(
            offer=offer, promised_on=furthest + timedelta(days=1), by=by, at=NOON
        )

    actions.claim_matter(offer=offer, promised_on=furthest, by=by, at=NOON)

    assert day_of(fresh(matter).due_at) == furthest


def test_a_promise_for_tomorrow_takes_nothing_from_what_was_promised_to_the_reporter(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    promised, tomorrow = matter.due_at, day_of(NOON) + timedelta(days=1)
    offer = offered(matter, clerk)
    assert tomorrow < day_of(promised)

    actions.claim_matter(offer=offer, promised_on=tomorrow, by=viewing(a_member(hood)), at=NOON)

    assert fresh(matter).due_at == promised
    assert day_of(Duty.objects.running().get(kind=HANDLING).due_at) == tomorrow
