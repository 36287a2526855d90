"""不往下推，往上走得通: what belongs above stays there, and three desks pass it on and back."""

import pytest
from django.urls import reverse

from linli.kernel import options
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment
from linli.matters.actions.desk import NoDeskAbove
from linli.matters.actions.down import NotForTheCommunity
from linli.matters.models import Matter
from linli.matters.options import ROUTES
from linli.matters.testing import a_matter
from linli.people import actions as people
from linli.people.rules import OrganisationKind, PostKind
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_holder,
    a_person,
    a_steward,
    a_subdistrict_clerk,
    viewing,
)
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


def a_matter_upstairs(*, belongs_above: bool) -> tuple[Matter, Viewer]:
    """One that the community passed up, by a rule that names the subdistrict or does not."""
    here = a_neighbourhood()
    if belongs_above:
        road = {
            **options.plain(ROUTES.default[0]),
            "code": "road",
            "label": "道路塌陷",
            "keywords": ["塌"],
            "desk": "subdistrict",
        }
        rules = [road, options.plain(ROUTES.default[0])]
        options.choose({ROUTES: rules}, place=here.community.ref, by="person/1", at=NOON)
    reporter = a_person(home=here.unit)
    matter = a_matter("门口的路塌了一块，下雨积水。", reporter=reporter)
    by = viewing(a_clerk(here.community))
    actions.escalate_matter(matter=matter, reason="社区修不了路", by=by, at=NOON)
    return matter, viewing(a_subdistrict_clerk(here.subdistrict))


def test_what_the_rule_gives_to_a_desk_above_is_not_sent_down_again() -> None:
    matter, upstairs = a_matter_upstairs(belongs_above=True)

    with pytest.raises(NotForTheCommunity, match="第十七条"):
        actions.send_back(matter=matter, ruling="你们看着办", by=upstairs, at=NOON)

    assert matter.desk.kind == AreaKind.SUBDISTRICT


def test_nor_is_it_given_to_somebody_of_the_community_but_to_a_department() -> None:
    matter, upstairs = a_matter_upstairs(belongs_above=True)
    clerk = a_clerk(matter.place.parent.parent.parent)  # type: ignore[union-attr, arg-type]
    for handler in (clerk, a_steward(matter.place)):
        with pytest.raises(NotForTheCommunity):
            actions.dispatch_matter(
                matter=matter, assignment=Assignment(handler=handler), by=upstairs, at=NOON
            )

    contact = a_holder(PostKind.DEPARTMENT_CONTACT, matter.desk, "石安平")
    actions.dispatch_matter(
        matter=matter, assignment=Assignment(handler=contact), by=upstairs, at=NOON
    )

    assert matter.handler == contact


def test_under_another_rule_that_is_on_record_it_may_go_down() -> None:
    matter, upstairs = a_matter_upstairs(belongs_above=True)
    clerk = a_clerk(matter.place.parent.parent.parent)  # type: ignore[union-attr, arg-type]

    actions.dispatch_matter(
        matter=matter,
        assignment=Assignment(handler=clerk, route="other"),
        by=upstairs,
        at=NOON,
    )

    assert (matter.route, matter.handler) == ("other", clerk)


def test_what_a_department_has_is_not_sent_down_either() -> None:
    matter, upstairs = a_matter_upstairs(belongs_above=False)
    works = people.form_organisation(
        name="市政公司",
        kind=OrganisationKind.DEPARTMENT,
        area=matter.desk,
        by=THE_HOUSE,
        at=NOON,
    )
    contact = a_holder(PostKind.DEPARTMENT_CONTACT, matter.desk, "石安平")
    actions.dispatch_matter(
        matter=matter,
        assignment=Assignment(handler=contact, unit=works),
        by=upstairs,
        at=NOON,
    )

    with pytest.raises(NotForTheCommunity, match="市政公司"):
        actions.send_back(matter=matter, ruling="你们看着办", by=upstairs, at=NOON)


def test_what_is_the_communitys_own_comes_back_with_a_ruling() -> None:
    matter, upstairs = a_matter_upstairs(belongs_above=False)

    actions.send_back(matter=matter, ruling="社区先垫付", by=upstairs, at=NOON)

    assert matter.desk.kind == AreaKind.COMMUNITY


def test_three_desks_pass_it_up_and_back_on_their_own_pages() -> None:
    matter, upstairs = a_matter_upstairs(belongs_above=True)
    street = matter.desk
    assert street.parent
    district_clerk = a_holder(PostKind.COUNTY_CLERK, street.parent, "明望")
    district = a_browser_of(district_clerk)
    page = reverse("desk-matter", args=[matter.number])
    assert district.get(page).status_code == 404
    actions.escalate_matter(matter=matter, reason="要区里定", by=upstairs, at=NOON)

    assert matter.number in district.get(reverse("desk")).content.decode()
    shown = district.get(page).content.decode()
    assert reverse("matter-return", args=[matter.number]) in shown
    assert reverse("matter-dispatch", args=[matter.number]) in shown
    assert f'href="{reverse("matter-escalation", args=[matter.number])}' not in shown
    by = viewing(district_clerk)
    with pytest.raises(NoDeskAbove):
        actions.escalate_matter(matter=matter, reason="再上", by=by, at=NOON)
    said = {"key": "a", "version": matter.version, "ruling": "区里拨款，街道组织施工"}
    done = district.post(reverse("matter-return", args=[matter.number]), said)

    assert done.status_code == 303
    back = Matter.objects.get(pk=matter.pk)
    assert back.desk_id == street.pk
    assert (back.level_reached, back.ruling) == (2, "区里拨款，街道组织施工")
    assert Area.objects.get(pk=back.desk_id).kind == AreaKind.SUBDISTRICT
