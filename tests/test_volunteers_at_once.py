"""Real processes: two reach for the last place of a shift; two record one volunteer's hour."""

from datetime import timedelta
from itertools import pairwise

import pytest

from linli.kernel.testing import NOON
from linli.volunteers.models import ServiceDay, ServiceRecord, Shift
from linli.volunteers.testing import a_fit_volunteer, a_shift, a_station, a_volunteer
from tests.test_two_at_once import a_process, go_on, line_of

pytestmark = pytest.mark.django_db(transaction=True)

TAKE = """
    from linli.volunteers import actions as volunteers
    from linli.volunteers.models import Shift, Volunteer
    shift = Shift.objects.select_related("place").get(pk={shift})
    me = Volunteer.objects.select_related("person__home", "area").get(pk={volunteer})
    by = viewer_of(me.person, at=NOON)
    print("seen", flush=True)
    sys.stdin.readline()
    try:
        volunteers.take_shift(shift=shift, volunteer=me, by=by, at=NOON)
        print("has it")
    except volunteers.ShiftFull:
        print("full")
"""
SERVE = """
    from datetime import timedelta
    from linli.places.models import Area
    from linli.volunteers import actions as volunteers
    from linli.volunteers.models import Volunteer
    from linli.volunteers.rules import Source
    me = Volunteer.objects.select_related("person__home", "area").get(pk={volunteer})
    by = viewer_of(Person.objects.select_related("home").get(pk={by}), at=NOON)
    place = Area.objects.get(pk={place})
    print("seen", flush=True)
    sys.stdin.readline()
    for minutes in range({begin}, 720, 40):
        service = volunteers.Service(
            kind="companionship", what="陪老人说话", place=place, source=Source.EVENT,
            starts_at=NOON - timedelta(minutes=minutes + 30),
            ends_at=NOON - timedelta(minutes=minutes),
        )
        try:
            volunteers.record_service(volunteer=me, service=service, by=by, at=NOON)
        except (volunteers.ServicesOverlap, volunteers.DayIsFull):
            pass
    print("done")
"""


def test_of_two_who_reach_for_the_last_place_one_has_it_and_the_other_is_told() -> None:
    station = a_station()
    shift = a_shift(station, places=1)
    volunteers = [a_fit_volunteer(station, name) for name in ("王秀英", "李梅")]
    both = [a_process(TAKE, shift=shift.pk, volunteer=one.pk) for one in volunteers]
    for process in both:
        go_on(process)
        assert line_of(process) == "seen"

    for process in both:
        go_on(process)
    said = sorted(process.communicate(timeout=30)[0].strip() for process in both)

    assert said == ["full", "has it"]
    shift = Shift.objects.get()
    assert (shift.taken, shift.holders.count()) == (1, 1)


def test_of_two_who_record_one_volunteer_no_minute_is_counted_twice() -> None:
    station = a_station()
    volunteer = a_volunteer(station)
    place = station.place.compound.pk
    both = [
        a_process(SERVE, volunteer=volunteer.pk, by=by.pk, place=place, begin=begin)
        for begin, by in ((0, station.clerk), (15, station.colleague))
    ]
    for process in both:
        go_on(process)
        assert line_of(process) == "seen"

    for process in both:
        go_on(process)
    assert [p.communicate(timeout=60)[0].strip() for p in both] == ["done", "done"]

    kept = sorted(ServiceRecord.objects.values_list("starts_at", "ends_at"))
    assert kept
    assert all(one[1] <= two[0] for one, two in pairwise(kept))
    assert len(kept) * 30 == sum(ServiceDay.objects.values_list("minutes", flat=True))
    assert max(ServiceDay.objects.values_list("minutes", flat=True)) <= 480
    assert kept[0][0] >= NOON - timedelta(days=1)
