"""A community's profile: counted facts, stated facts, honours, campaigns."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linli.kernel.errors import NotPermitted
from linli.kernel.indicators import Indicator, Window
from linli.kernel.journal import events
from linli.kernel.testing import NOON
from linli.matters.actions import Word, report_matter
from linli.matters.models import Matter
from linli.people import actions as people
from linli.people.rules import ConsentPurpose, FactKind
from linli.people.testing import A_STRANGER, a_browser_of, a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.profiles import actions, policies
from linli.profiles.actions import (
    CampaignAlreadyThere,
    CampaignClosedAlready,
    HonourAlreadyThere,
    NotTagged,
    SourceMissing,
    TaggedAlready,
    TakenBackAlready,
)
from linli.profiles.events import MatterTagged, ProfileStated
from linli.profiles.models import Campaign, Honour, ProfileFact
from linli.profiles.queries import campaigns_for, matters_of, profile_of, stated_of
from linli.profiles.rules import NotAnAmount, StatedKind, amount_of

pytestmark = pytest.mark.django_db

DAY = date(2025, 1, 1)


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


def a_fact(area: Area, kind: StatedKind, value: str) -> ProfileFact:
    return actions.state_fact(
        area=area,
        kind=kind,
        value=value,
        source="街道台账",
        as_of=DAY,
        by=THE_HOUSE,
        at=NOON,
    )


def a_campaign(area: Area, name: str = "城市提升年") -> Campaign:
    return actions.open_campaign(area=area, name=name, by=THE_HOUSE, at=NOON)


def an_honour(area: Area) -> Honour:
    return actions.award_honour(
        area=area,
        title="优秀志愿服务社区",
        awarded_by="市委",
        year=2022,
        by=THE_HOUSE,
        at=NOON,
    )


def a_matter(here: Neighbourhood) -> Matter:
    word = Word(words="小区门口的路灯不亮，晚上看不清。", place=here.unit, may_publish=True)
    return report_matter(word=word, by=viewing(a_clerk(here.community)), at=NOON)


class TestStatedFacts:
    def test_a_fact_stands_with_its_source_until_it_is_stated_anew(
        self, here: Neighbourhood
    ) -> None:
        a_fact(here.community, StatedKind.AREA, "0.35")
        a_fact(here.community, StatedKind.AREA, "0.4")

        assert [one.value for one in stated_of(here.community)] == ["0.4"]
        assert [one.value for one in events(ProfileStated, subject=here.community.ref)] == [
            "0.35",
            "0.4",
        ]

    def test_the_area_is_a_figure_with_decimals(self, here: Neighbourhood) -> None:
        a_fact(here.community, StatedKind.AREA, "0.4")
        area = Indicator.registry["profiles.area_km2"]

        value = area.value(
            here.community.ref, Window(since=None, until=NOON + timedelta(days=1))
        )

        assert (value, area.written(value)) == (40, "0.4")
        assert area.echo

    def test_of_words_there_may_be_several(self, here: Neighbourhood) -> None:
        a_fact(here.community, StatedKind.TRAIT, "一旧一新一多一少")
        a_fact(here.community, StatedKind.TRAIT, "商品房与安置房相邻")

        assert stated_of(here.community).count() == 2

    def test_a_fact_without_a_source_is_refused(self, here: Neighbourhood) -> None:
        with pytest.raises(SourceMissing):
            actions.state_fact(
                area=here.community,
                kind=StatedKind.TRAIT,
                value="老厂",
                source=" ",
                as_of=DAY,
                by=THE_HOUSE,
                at=NOON,
            )

    def test_a_fact_is_taken_back_once(self, here: Neighbourhood) -> None:
        fact = a_fact(here.community, StatedKind.FOUNDED, "2011")
        actions.take_back_fact(fact=fact, by=THE_HOUSE, at=NOON)

        assert not stated_of(here.community).exists()
        with pytest.raises(TakenBackAlready):
            actions.take_back_fact(fact=fact, by=THE_HOUSE, at=NOON)

    @pytest.mark.parametrize(
        ("kind", "said", "amount"),
        [
            (StatedKind.AREA, "0.4", 40),
            (StatedKind.AREA, "12", 1200),
            (StatedKind.AREA, "1.25", 125),
            (StatedKind.FOUNDED, "2011年", 2011),
            (StatedKind.HISTORY, "前身是农场", None),
        ],
    )
    def test_an_amount_is_whole_numbers(
        self, kind: StatedKind, said: str, amount: int | None
    ) -> None:
        assert amount_of(kind, said) == amount

    @pytest.mark.parametrize(
        ("kind", "said"),
        [(StatedKind.AREA, "很大"), (StatedKind.AREA, "1.234"), (StatedKind.FOUNDED, "去年")],
    )
    def test_what_is_no_amount_is_refused(self, kind: StatedKind, said: str) -> None:
        with pytest.raises(NotAnAmount):
            amount_of(kind, said)


class TestHonours:
    def test_an_honour_stands_once_and_can_be_taken_back(self, here: Neighbourhood) -> None:
        honour = an_honour(here.community)
        with pytest.raises(HonourAlreadyThere):
            an_honour(here.community)

        actions.take_back_honour(honour=honour, by=THE_HOUSE, at=NOON)

        with pytest.raises(TakenBackAlready):
            actions.take_back_honour(honour=honour, by=THE_HOUSE, at=NOON)


class TestCampaigns:
    def test_a_matter_stands_under_a_campaign_of_the_county(self, here: Neighbourhood) -> None:
        matter, campaign = a_matter(here), a_campaign(here.county)

        assert campaigns_for(matter) == [campaign]
        actions.tag_matter(campaign=campaign, matter=matter, by=THE_HOUSE, at=NOON)

        assert list(matters_of(campaign, viewing(a_clerk(here.community)))) == [matter]
        [told] = events(MatterTagged, subject=matter.ref)
        assert told.name == "城市提升年"
        with pytest.raises(TaggedAlready):
            actions.tag_matter(campaign=campaign, matter=matter, by=THE_HOUSE, at=NOON)

    def test_it_can_be_taken_out_again(self, here: Neighbourhood) -> None:
        matter, campaign = a_matter(here), a_campaign(here.community)
        actions.tag_matter(campaign=campaign, matter=matter, by=THE_HOUSE, at=NOON)
        actions.untag_matter(campaign=campaign, matter=matter, by=THE_HOUSE, at=NOON)

        with pytest.raises(NotTagged):
            actions.untag_matter(campaign=campaign, matter=matter, by=THE_HOUSE, at=NOON)

    def test_nothing_comes_under_a_campaign_that_is_over(self, here: Neighbourhood) -> None:
        matter, campaign = a_matter(here), a_campaign(here.community)
        actions.close_campaign(campaign=campaign, by=THE_HOUSE, at=NOON)

        with pytest.raises(CampaignClosedAlready):
            actions.tag_matter(campaign=campaign, matter=matter, by=THE_HOUSE, at=NOON)
        with pytest.raises(CampaignClosedAlready):
            actions.close_campaign(campaign=campaign, by=THE_HOUSE, at=NOON)

    def test_two_of_one_name_are_one(self, here: Neighbourhood) -> None:
        a_campaign(here.community)

        with pytest.raises(CampaignAlreadyThere):
            a_campaign(here.community)

    def test_a_passer_by_sees_no_matter_that_is_not_public(self, here: Neighbourhood) -> None:
        matter, campaign = a_matter(here), a_campaign(here.community)
        actions.tag_matter(campaign=campaign, matter=matter, by=THE_HOUSE, at=NOON)

        text = Client().get(reverse("campaign", args=[campaign.pk])).content.decode()

        assert matter.number not in text


def test_who_may_write_and_tag(here: Neighbourhood) -> None:
    matter, campaign = a_matter(here), a_campaign(here.community)
    beside = a_neighbourhood()
    clerk = viewing(a_clerk(here.community))
    elsewhere = viewing(a_clerk(beside.community))
    resident = viewing(a_person("左思源", here.unit))
    truth = {clerk: True, THE_HOUSE: True, elsewhere: False, resident: False, A_STRANGER: False}

    for viewer, may in truth.items():
        assert policies.may_write_profile(viewer, here.community) is may
        assert policies.may_tag(viewer, campaign, matter) is may
    assert not policies.may_tag(THE_HOUSE, a_campaign(beside.community), matter)
    for deed in (
        lambda: actions.open_campaign(area=here.community, name="别的", by=elsewhere, at=NOON),
        lambda: actions.tag_matter(campaign=campaign, matter=matter, by=resident, at=NOON),
        lambda: actions.untag_matter(campaign=campaign, matter=matter, by=resident, at=NOON),
        lambda: actions.close_campaign(campaign=campaign, by=elsewhere, at=NOON),
        lambda: actions.award_honour(
            area=here.community, title="荣", awarded_by="", year=2022, by=resident, at=NOON
        ),
    ):
        with pytest.raises(NotPermitted):
            deed()


class TestPages:
    def test_the_page_counts_from_the_register(self, here: Neighbourhood) -> None:
        for number in range(6):
            a_person(f"王{number}", here.unit, born_on=date(1940, 1, 1))
        a_fact(here.community, StatedKind.FOUNDED, "2011")

        text = Client().get(reverse("profile", args=[here.community.pk])).content.decode()

        assert "<b>6</b>" in text
        assert "2011" in text
        assert "街道台账" in text

    def test_few_disabled_residents_are_not_told_to_everybody(
        self, here: Neighbourhood
    ) -> None:
        person = a_person("王秀英", here.unit)
        people.give_consent(
            person=person, purpose=ConsentPurpose.SENSITIVE_FACTS, by=THE_HOUSE, at=NOON
        )
        people.record_fact(
            person=person,
            kind=FactKind.DISABILITY,
            began_on=DAY,
            purpose="安排探访",
            by=THE_HOUSE,
            at=NOON,
        )

        def told(viewer: object) -> str:
            found = profile_of(here.community, viewer, on=NOON.date())  # type: ignore[arg-type]
            return next(one.written for one in found.counted if one.label == "残疾居民")

        assert told(A_STRANGER) == "不足5人"
        assert told(viewing(a_clerk(here.community))) == "1"

    def test_a_clerk_writes_it_and_a_resident_does_not(self, here: Neighbourhood) -> None:
        desk = a_browser_of(a_clerk(here.community))
        resident = a_browser_of(a_person("左思源", here.unit))
        address = reverse("profile-facts", args=[here.community.pk])
        said = {
            "kind": "area",
            "value": "0.4",
            "source": "街道台账",
            "as_of": "2025-01-01",
            "key": "k1",
        }

        assert resident.post(address, said).status_code == 403
        assert desk.post(address, said).status_code == 303
        assert desk.post(address, said | {"value": "很大", "key": "k2"}).status_code == 422
        edit = desk.get(reverse("profile-edit", args=[here.community.pk]))
        assert "0.4" in edit.content.decode()

    def test_honours_and_campaigns_are_written_and_taken_back(
        self, here: Neighbourhood
    ) -> None:
        desk = a_browser_of(a_clerk(here.community))
        pk = here.community.pk
        honour = {"title": "友好型社区", "awarded_by": "国家卫健委", "year": "2022", "key": "a"}
        desk.post(reverse("profile-honours", args=[pk]), honour)
        desk.post(reverse("profile-campaigns", args=[pk]), {"name": "城市提升年", "key": "b"})

        text = Client().get(reverse("profile", args=[pk])).content.decode()
        assert "友好型社区" in text
        campaign = Campaign.objects.get()
        matter = a_matter(here)
        panel = desk.get(reverse("desk-matter", args=[matter.number])).content.decode()
        assert "归入哪个专项" in panel
        tag = reverse("matter-campaigns", args=[matter.number])
        desk.post(tag, {"campaign": campaign.pk, "key": "c"})
        shown = desk.get(reverse("campaign", args=[campaign.pk])).content.decode()
        assert matter.number in shown
        removal = reverse("matter-campaign-removal", args=[matter.number, campaign.pk])
        assert desk.post(removal).status_code == 303
        closing = reverse("campaign-closure", args=[campaign.pk])
        assert desk.post(closing).status_code == 303

    def test_without_an_address_it_is_the_community_of_this_place(
        self, here: Neighbourhood
    ) -> None:
        text = Client().get(reverse("profile-here")).content.decode()

        assert here.community.name in text
