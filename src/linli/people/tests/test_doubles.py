"""One person who stands on the register twice."""

from datetime import date

import pytest
from django.urls import reverse

from linli.kernel.drafts import draft_of, keep_draft
from linli.kernel.errors import NotPermitted
from linli.kernel.journal import events
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.messaging import actions as messaging
from linli.messaging.models import Declined, Message
from linli.messaging.rules import Way
from linli.people import actions
from linli.people.actions import (
    BothSignIn,
    SamePerson,
    ToldApartAlready,
    TwoIdNumbers,
    merge_persons,
    tell_apart,
)
from linli.people.actions.persons import PersonMovedOn, ReasonMissing
from linli.people.events.doubles import PersonsMerged
from linli.people.models import Membership, Merger, Person
from linli.people.queries import doubles_seen_by
from linli.people.rules import OrganisationKind
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_person,
    a_steward,
    viewing,
)
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

BORN = date(1949, 12, 31)
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def two(here: Neighbourhood) -> tuple[Person, Person]:
    return (
        a_person("王秀英", here.unit, born_on=BORN),
        a_person("王秀英", here.building, born_on=BORN, phone="13800002207"),
    )


def merged(kept: Person, gone: Person) -> int:
    return merge_persons(kept=kept, gone=gone, reason="当面核对", by=THE_HOUSE, at=NOON)


class TestFinding:
    def test_the_same_name_and_birth_are_pointed_out(self, two: tuple[Person, Person]) -> None:
        [pair] = doubles_seen_by(THE_HOUSE)

        assert (pair.one, pair.other) == two
        assert pair.why == ["姓名和出生日期相同"]

    def test_the_same_phone_is_pointed_out_but_not_of_a_whole_family(
        self, here: Neighbourhood
    ) -> None:
        for name in ("王一", "王二"):
            a_person(name, here.unit, phone="13800002207")
        for number in range(7):
            a_person(f"李{number}", here.unit, phone="13900002207")

        assert [(pair.one.name, pair.other.name) for pair in doubles_seen_by(THE_HOUSE)] == [
            ("王一", "王二")
        ]

    def test_only_among_whom_one_may_see(self, two: tuple[Person, Person]) -> None:
        elsewhere = viewing(a_clerk(a_neighbourhood().community))

        assert doubles_seen_by(elsewhere) == []

    def test_who_was_told_apart_is_not_proposed_again(self, two: tuple[Person, Person]) -> None:
        tell_apart(one=two[1], other=two[0], by=THE_HOUSE, at=NOON)

        assert doubles_seen_by(THE_HOUSE) == []
        with pytest.raises(ToldApartAlready):
            tell_apart(one=two[0], other=two[1], by=THE_HOUSE, at=NOON)


class TestMerging:
    def test_what_was_tied_to_one_belongs_to_the_other(
        self, here: Neighbourhood, two: tuple[Person, Person]
    ) -> None:
        kept, gone = two
        team = actions.form_organisation(
            name="腰鼓队",
            kind=OrganisationKind.CULTURAL_TEAM,
            area=here.community,
            by=THE_HOUSE,
            at=NOON,
        )
        actions.join_organisation(organisation=team, person=gone, by=THE_HOUSE, at=NOON)

        assert merged(kept, gone) == 1

        assert Membership.objects.get().person == kept
        assert (kept.phone, gone.phone) == ("13800002207", "")
        assert gone.left_on is not None
        [told] = events(PersonsMerged, subject=kept.ref)
        assert (told.other, told.moved) == (gone.ref, 1)
        assert doubles_seen_by(THE_HOUSE) == []

    def test_what_would_stand_twice_stays_behind(
        self, here: Neighbourhood, two: tuple[Person, Person]
    ) -> None:
        team = actions.form_organisation(
            name="腰鼓队",
            kind=OrganisationKind.CULTURAL_TEAM,
            area=here.community,
            by=THE_HOUSE,
            at=NOON,
        )
        for person in two:
            actions.join_organisation(organisation=team, person=person, by=THE_HOUSE, at=NOON)

        assert merged(*two) == 0

        assert Membership.objects.filter(person=two[0]).count() == 1

    def test_messages_and_drafts_come_along_but_not_what_the_other_has(
        self, two: tuple[Person, Person]
    ) -> None:
        kept, gone = two
        entry = Entry.objects.latest("pk")
        for person in two:
            messaging.tell_of(entry, to=person.ref)
        messaging.tell_of(Entry.objects.earliest("pk"), to=gone.ref)
        messaging.decline_way(to=gone.ref, way=Way.SMS, by=gone.ref, at=NOON)
        keep_draft(owner=gone.ref, form="say", content={"words": "灯坏了"}, at=NOON)

        assert merged(kept, gone) == 3

        assert Message.objects.filter(to=kept.ref).count() == 2
        assert Message.objects.get(to=gone.ref).about == entry.pk
        assert Declined.objects.get().to == kept.ref
        assert draft_of(owner=kept.ref, form="say") == {"words": "灯坏了"}

    def test_the_account_comes_along_where_there_is_but_one(
        self, two: tuple[Person, Person]
    ) -> None:
        actions.account_of(person=two[1], at=NOON)

        merged(*two)

        assert Person.objects.get(account__isnull=False) == two[0]

    def test_two_accounts_are_refused(self, two: tuple[Person, Person]) -> None:
        for person in two:
            actions.account_of(person=person, at=NOON)

        with pytest.raises(BothSignIn):
            merged(*two)

    def test_two_id_numbers_are_two_persons(self, here: Neighbourhood) -> None:
        one, other = (
            actions.register_person(
                name="王秀英", home=here.unit, id_number=number, by=THE_HOUSE, at=NOON
            )
            for number in (ID_NUMBER, "110105196001010017")
        )

        with pytest.raises(TwoIdNumbers):
            merged(one, other)

    def test_who_holds_a_post_is_not_taken_in(
        self, here: Neighbourhood, two: tuple[Person, Person]
    ) -> None:
        with pytest.raises(PersonMovedOn, match="还在岗位上"):
            merged(two[0], a_steward(here.building))

    def test_nobody_is_taken_in_twice(self, two: tuple[Person, Person]) -> None:
        merged(*two)

        with pytest.raises(PersonMovedOn, match="已经合并"):
            merged(*two)
        assert Merger.objects.count() == 1

    def test_a_reason_is_needed(self, two: tuple[Person, Person]) -> None:
        with pytest.raises(ReasonMissing):
            merge_persons(kept=two[0], gone=two[1], reason=" ", by=THE_HOUSE, at=NOON)

    def test_one_row_is_one_person(self, two: tuple[Person, Person]) -> None:
        with pytest.raises(SamePerson):
            merged(two[0], two[0])
        with pytest.raises(SamePerson):
            tell_apart(one=two[0], other=two[0], by=THE_HOUSE, at=NOON)

    def test_only_who_keeps_both_registers_may_and_not_about_oneself(
        self, here: Neighbourhood, two: tuple[Person, Person]
    ) -> None:
        clerk = a_clerk(here.community)
        elsewhere = viewing(a_clerk(a_neighbourhood().community))
        mine = a_person("何春燕", here.unit)

        for by, kept, gone in (
            (elsewhere, *two),
            (viewing(clerk), mine, clerk),
            (viewing(clerk), clerk, mine),
        ):
            with pytest.raises(NotPermitted):
                merge_persons(kept=kept, gone=gone, reason="核对", by=by, at=NOON)
        with pytest.raises(NotPermitted):
            tell_apart(one=two[0], other=two[1], by=elsewhere, at=NOON)


def test_a_clerk_merges_and_tells_apart_on_the_page(
    here: Neighbourhood, two: tuple[Person, Person]
) -> None:
    browser = a_browser_of(a_clerk(here.community))
    asked = {"kept": two[0].pk, "gone": two[1].pk, "key": "k"}

    assert "姓名和出生日期相同" in browser.get(reverse("doubles")).content.decode()
    refused = browser.post(reverse("mergers"), asked | {"reason": ""})
    assert refused.status_code == 422
    third = a_person("王秀英", here.unit, born_on=BORN)
    apart = reverse("distinctions", args=[two[0].pk, third.pk])
    assert browser.post(apart).status_code == 303

    answer = browser.post(reverse("mergers"), asked | {"reason": "当面核对", "key": "k2"})

    assert answer.status_code == 303
    assert Merger.objects.get().gone == two[1]
