"""星级: noticed, objected to, ruled on by another, granted, revoked with years without."""

from datetime import date, timedelta
from typing import Any

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.options import WrongKindOfValue, choose
from linli.kernel.testing import NOON
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import A_PASSER_BY
from linli.volunteers import actions
from linli.volunteers.actions import (
    AlreadyCommended,
    AlreadyOnNotice,
    ExcludedFromStars,
    NoStarEarned,
    NoticeOver,
    NoticeRunning,
    ObjectedAlready,
    ObjectionsStand,
    ReasonMissing,
    StarMovedOn,
    YearsUnsound,
)
from linli.volunteers.models import StarAward, Volunteer
from linli.volunteers.options import STAR_HOURS, STAR_NOTICE_DAYS
from linli.volunteers.queries import next_star, star_candidates, star_of
from linli.volunteers.rules import StarState
from linli.volunteers.rules.stars import StarStepNotAllowed
from linli.volunteers.testing import (
    Station,
    a_record,
    a_star_on_notice,
    a_station,
    a_volunteer,
    with_hours,
)

pytestmark = pytest.mark.django_db
AFTERWARDS = NOON + timedelta(days=9)


@pytest.fixture
def station() -> Station:
    found = a_station()
    place = found.place.community.ref
    choose({STAR_HOURS: (8, 16, 30)}, place=place, by=found.clerk.ref, at=NOON)
    return found


@pytest.fixture
def volunteer(station: Station) -> Volunteer:
    return with_hours(station, a_volunteer(station), 17)


def test_a_star_after_five_working_days_of_notice(
    station: Station, volunteer: Volunteer
) -> None:
    [candidate] = star_candidates(station.place.community, date(2026, 3, 2))
    assert (candidate.volunteer, candidate.star) == (volunteer, 2)

    award = a_star_on_notice(station, volunteer)
    assert not star_candidates(station.place.community, date(2026, 3, 2))
    assert (award.closes_at - NOON).days == 7
    with pytest.raises(NoticeRunning):
        actions.grant_star(award=award, by=station.by, at=award.closes_at - timedelta(1))
    actions.grant_star(award=award, by=station.by, at=AFTERWARDS)

    assert star_of(volunteer) == 2
    missing = next_star(volunteer, 17 * 60)
    assert missing is not None
    assert (missing.star, missing.missing) == (3, 13 * 60)
    assert next_star(volunteer, 30 * 60) is None


def test_a_notice_is_never_shorter_than_the_rule(station: Station) -> None:
    with pytest.raises(WrongKindOfValue):
        STAR_NOTICE_DAYS.read(4)


def test_who_has_not_the_hours_is_not_put_on_notice(station: Station) -> None:
    few = with_hours(station, a_volunteer(station, "李梅"), 7)

    with pytest.raises(NoStarEarned):
        a_star_on_notice(station, few)


def test_nobody_puts_themselves_on_notice(station: Station, volunteer: Volunteer) -> None:
    with pytest.raises(NotPermitted):
        actions.notice_star(volunteer=volunteer, by=viewing(volunteer.person), at=NOON)
    a_star_on_notice(station, volunteer)
    with pytest.raises(AlreadyOnNotice):
        a_star_on_notice(station, volunteer)


def test_an_objection_is_ruled_on_by_another(station: Station, volunteer: Volunteer) -> None:
    award = a_star_on_notice(station, volunteer)
    neighbour = a_person("邻居", station.place.unit)
    objection = actions.object_to_star(
        award=award, words="那天他不在", by=viewing(neighbour), at=NOON
    )
    said: dict[str, Any] = {"objection": objection, "upheld": False, "at": NOON}

    with pytest.raises(ObjectionsStand):
        actions.grant_star(award=award, by=station.by, at=AFTERWARDS)
    for stranger in (station.by, viewing(neighbour), viewing(volunteer.person)):
        with pytest.raises(NotPermitted):
            actions.rule_objection(**said, ruling="查过了", by=stranger)
    with pytest.raises(ReasonMissing):
        actions.rule_objection(**said, ruling=" ", by=station.by_colleague)
    actions.rule_objection(**said, ruling="签到表上有他", by=station.by_colleague)
    with pytest.raises(StarMovedOn):
        actions.rule_objection(**said, ruling="再查", by=station.by_colleague)

    award.refresh_from_db()
    actions.grant_star(award=award, by=station.by, at=AFTERWARDS)
    assert star_of(volunteer) == 2


def test_an_objection_that_holds_ends_the_notice(
    station: Station, volunteer: Volunteer
) -> None:
    award = a_star_on_notice(station, volunteer)
    neighbour = viewing(a_person("邻居", station.place.unit))
    objection = actions.object_to_star(award=award, words="虚报", by=neighbour, at=NOON)

    actions.rule_objection(
        objection=objection,
        upheld=True,
        ruling="签到是补签的",
        by=station.by_colleague,
        at=NOON,
    )

    award = StarAward.objects.select_related("volunteer__person", "volunteer__area").get()
    assert award.standing is StarState.REFUSED
    with pytest.raises(StarStepNotAllowed):
        actions.grant_star(award=award, by=station.by, at=AFTERWARDS)


def test_refused_objections(station: Station, volunteer: Volunteer) -> None:
    award = a_star_on_notice(station, volunteer)
    neighbour = viewing(a_person("邻居", station.place.unit))
    said: dict[str, Any] = {"award": award, "words": "虚报"}

    with pytest.raises(NotPermitted):
        actions.object_to_star(**said, by=A_PASSER_BY, at=NOON)
    with pytest.raises(NotPermitted):
        actions.object_to_star(**said, by=viewing(volunteer.person), at=NOON)
    with pytest.raises(ReasonMissing):
        actions.object_to_star(award=award, words="", by=neighbour, at=NOON)
    with pytest.raises(NoticeOver):
        actions.object_to_star(**said, by=neighbour, at=award.closes_at)
    actions.object_to_star(**said, by=neighbour, at=NOON)
    with pytest.raises(ObjectedAlready):
        actions.object_to_star(**said, by=neighbour, at=NOON)


def test_hours_that_were_corrected_meanwhile_carry_no_star(
    station: Station, volunteer: Volunteer
) -> None:
    award = a_star_on_notice(station, volunteer)
    for record in volunteer.records.all():
        actions.correct_service(
            record=record, minutes=30, reason="核对签到", by=station.by, at=NOON
        )

    with pytest.raises(NoStarEarned):
        actions.grant_star(award=award, by=station.by, at=AFTERWARDS)
    with pytest.raises(ReasonMissing):
        actions.refuse_star(award=award, reason="", by=station.by, at=AFTERWARDS)
    actions.refuse_star(award=award, reason="更正后不够", by=station.by, at=AFTERWARDS)
    assert star_of(volunteer) == 0


def test_a_false_report_costs_the_star_and_years(
    station: Station, volunteer: Volunteer
) -> None:
    award = a_star_on_notice(station, volunteer)
    actions.grant_star(award=award, by=station.by, at=AFTERWARDS)
    said: dict[str, Any] = {"award": award, "reason": "查实虚报", "at": AFTERWARDS}

    with pytest.raises(NotPermitted):
        actions.revoke_star(**said, years=1, by=viewing(volunteer.person))
    with pytest.raises(ReasonMissing):
        actions.revoke_star(**{**said, "reason": ""}, years=1, by=station.by)
    exclusion = actions.revoke_star(**said, years=2, by=station.by)

    assert star_of(volunteer) == 0
    assert exclusion.until_on == date(2028, 3, 11)
    assert not star_candidates(station.place.community, date(2028, 3, 10))
    assert star_candidates(station.place.community, date(2028, 3, 11))
    with pytest.raises(ExcludedFromStars):
        actions.notice_star(volunteer=volunteer, by=station.by, at=AFTERWARDS)


def test_years_are_one_to_three(station: Station, volunteer: Volunteer) -> None:
    for years in (0, 4):
        with pytest.raises(YearsUnsound):
            actions.exclude_volunteer(
                volunteer=volunteer, years=years, reason="虚报", by=station.by, at=NOON
            )


def test_honours_are_entered_once(station: Station, volunteer: Volunteer) -> None:
    said: dict[str, Any] = {
        "volunteer": volunteer,
        "title": "最美志愿者",
        "awarded_by": "县文明办",
        "awarded_on": date(2026, 2, 1),
        "at": NOON,
    }

    with pytest.raises(NotPermitted):
        actions.commend(**said, by=viewing(volunteer.person))
    with pytest.raises(ReasonMissing):
        actions.commend(**{**said, "awarded_on": date(2027, 1, 1)}, by=station.by)
    actions.commend(**said, by=station.by)
    with pytest.raises(AlreadyCommended):
        actions.commend(**said, by=station.by)


def test_a_colleague_who_serves_too_is_starred_by_the_other(station: Station) -> None:
    clerk = a_clerk(station.place.community, "周敏")
    volunteer = a_volunteer(station, "李梅")
    a_record(station, volunteer, minutes=480)

    actions.notice_star(volunteer=volunteer, by=viewing(clerk), at=NOON)
