"""Notices in any legal state, reached the way real ones are: through the actions."""

from datetime import datetime

from linli.kernel.testing import NOON
from linli.notices import actions
from linli.notices.actions import Edition, Whom, Wording
from linli.notices.models import Document, Notice
from linli.notices.rules import Audience, Kind
from linli.people import actions as people
from linli.people.actions import NewHousehold
from linli.people.models import Household, Person
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.models import Area

WATER = Wording(title="明天停水", text="明天9点到17点停水，请提前接好。", must_acknowledge=True)


def a_household(unit: Area, room: str, *people_: Person) -> Household:
    """Those people behind one door."""
    [dwelling] = add_dwellings(
        within=unit, dwellings=[NewDwelling(area=unit, number=room)], by=THE_HOUSE, at=NOON
    )
    members = [(one, "家人") for one in people_]
    [household] = people.found_households(
        within=unit,
        households=[NewHousehold(dwelling=dwelling, members=members)],
        by=THE_HOUSE,
        at=NOON,
    )
    return household


def a_draft(
    area: Area,
    *,
    wording: Wording = WATER,
    audience: Audience = Audience.AREA,
    kind: Kind = Kind.NOTICE,
    by: Viewer | None = None,
    at: datetime = NOON,
) -> Notice:
    whom = Whom(area=area, audience=audience)
    return actions.draft_notice(
        whom=whom, kind=kind, wording=wording, by=by or THE_HOUSE, at=at
    )


def a_sent_notice(
    area: Area,
    *,
    wording: Wording = WATER,
    by: Viewer | None = None,
    at: datetime = NOON,
) -> Notice:
    """A notice to everybody who lives there; somebody does."""
    if not Person.objects.living_in(area).exists():
        a_person("王秀英", area)
    notice = a_draft(area, wording=wording, by=by, at=at)
    actions.send_notice(notice=notice, by=by or THE_HOUSE, at=at)
    return notice


def a_covenant(area: Area, title: str = "居民公约", *, by: Viewer | None = None) -> Document:
    edition = Edition(
        text="一、楼道不堆东西。", adopted_on=NOON.date(), adopted_by="居民会议表决，全票"
    )
    keeper = by or viewing(a_clerk(area))
    return actions.adopt_document(
        kind=Kind.COVENANT, title=title, area=area, edition=edition, by=keeper, at=NOON
    )
