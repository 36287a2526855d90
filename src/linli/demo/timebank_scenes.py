"""The time bank of 幸福里: who enrols, a daughter who orders, hours, a star, a lapsed paper."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from linli.demo.cast import CLERK, DESK2, HELPER, SOLVED_AND_GLAD
from linli.demo.story import Story
from linli.kernel import options
from linli.kernel.dates import day_of
from linli.ledger.options import TERMS
from linli.ledger.rules import Book
from linli.people import actions as people
from linli.service_orders import actions as orders
from linli.service_orders.actions import Proof, Wish
from linli.service_orders.models import Seat, ServiceOrder
from linli.service_orders.models.mandates import SCOPE
from linli.service_orders.rules import Channel, Need, SeatState, Way
from linli.volunteers import actions as volunteers
from linli.volunteers.actions import Profile, Service
from linli.volunteers.models import StarAward, Volunteer
from linli.volunteers.options import STAR_HOURS
from linli.volunteers.rules import FreeTime, Source

ELDER, DAUGHTER, ADMINISTRATOR = "周玉兰", "周晓棠", "穆清"
OTHER, YOUNG = "洪素梅", "罗小舟"
ENOUGH_TO_REDEEM = 4
STARS = (20, 60, 150, 300, 600)
ALL_WEEK = tuple(FreeTime(weekday=day, begins=8 * 60, ends=18 * 60) for day in range(7))
A_YEAR = timedelta(days=365)
DONE: tuple[tuple[int, str, int, str], ...] = (
    (14, "errand", 60, "帮我妈买两天的菜，豆腐要嫩的。"),
    (12, "accompany", 120, "陪我妈去卫生服务中心量血压、取药。"),
    (9, "companionship", 60, "我妈这两天总说屋里静，想有人来坐坐。"),
    (6, "household", 60, "厨房灯管一闪一闪，我妈够不着。"),
)


def the_rules_of_the_place(story: Story) -> None:
    """The community says from how many hours on its shop gives something, and its stars."""

    def deed(at: datetime) -> None:
        terms = tuple(
            replace(one, redeem_from=ENOUGH_TO_REDEEM) if one.book is Book.HOUR else one
            for one in TERMS.default
        )
        by = story.viewer(ADMINISTRATOR, at).ref
        chosen: dict[options.Option[Any], Any] = {TERMS: terms, STAR_HOURS: STARS}
        options.choose(chosen, place=story.stage.place.ref, by=by, at=at)

    story.tells(story.workday(27, "08:30"), deed)


def three_enrol(story: Story) -> None:
    """登记、审看、风险告知、健康声明; one paper runs out while the story runs."""

    def enrol(at: datetime) -> None:
        for who, occupation, wishes in (
            (HELPER, "退休会计", ("errand", "accompany", "companionship")),
            (OTHER, "退休教师", ("companionship", "leisure_aid")),
            (YOUNG, "电工", ("household", "errand")),
        ):
            person, own = story.stage.people[who], story.viewer(who, at)
            volunteer = volunteers.register_volunteer(
                person=person,
                area=story.stage.place,
                profile=Profile(
                    occupation=occupation,
                    wishes=wishes,
                    languages=("mandarin", "local"),
                    times=ALL_WEEK,
                    radius=1500,
                ),
                by=own,
                at=at,
            )
            by = story.viewer(DESK2, at)
            volunteers.accept_volunteer(volunteer=volunteer, by=by, at=at)
            for risk in ("ordinary", "home_visit"):
                volunteers.agree_to_risk(volunteer=volunteer, risk=risk, by=own, at=at)
            volunteers.state_health(
                volunteer=volunteer, is_fit=True, agrees=True, by=own, at=at
            )

    def bring(at: datetime) -> None:
        certificate = volunteers.enter_certificate(
            volunteer=_volunteer(YOUNG, story),
            kind="first_aid",
            issuer="区红十字会",
            issued_on=day_of(at) - 2 * A_YEAR,
            valid_until=day_of(story.workday(5, "09:00")),
            by=story.viewer(YOUNG, at),
            at=at,
        )
        by = story.viewer(CLERK, at)
        volunteers.verify_certificate(certificate=certificate, by=by, at=at)

    story.tells(story.workday(27, "09:00"), enrol)
    story.tells(story.workday(26, "10:00"), bring)
    story.tells(story.workday(4, "06:00"), volunteers.look_after_certificates)


def her_daughter_orders(story: Story) -> None:
    """An order by a daughter who lives elsewhere: four are done, one waits for the desk."""

    def entrust(at: datetime) -> None:
        people.give_mandate(
            principal=story.stage.people[ELDER],
            delegate=story.stage.people[DAUGHTER],
            scope=SCOPE,
            evidence="社区窗口当面签的委托书",
            starts_on=day_of(at),
            ends_on=day_of(at) + A_YEAR,
            by=story.viewer(CLERK, at),
            at=at,
        )
        by = story.viewer(CLERK, at)
        recipient = orders.register_recipient(
            person=story.stage.people[ELDER], languages=("local",), by=by, at=at
        )
        orders.record_need(
            recipient=recipient,
            need=Need.LIVING_ALONE,
            evidence="社区入户走访记录",
            began_on=day_of(at) - A_YEAR,
            valid_until=day_of(at) + A_YEAR,
            consented_on=day_of(at),
            by=by,
            at=at,
        )
        orders.decide_eligibility(recipient=recipient, by=by, at=at)

    story.tells(story.workday(16, "10:00"), entrust)
    for ago, service, minutes, words in DONE:
        _carried_through(story, ago, service, minutes, words)
    tomorrow = _tomorrow(story)
    _ordered(story, story.minutes_ago(170), "errand", tomorrow.replace(hour=10), HELPER)
    _ordered(story, story.minutes_ago(110), "companionship", tomorrow.replace(hour=15), "")
    waiting = Wish(
        service="accompany",
        starts_at=tomorrow.replace(hour=9) + timedelta(days=1),
        words="后天复查，想请人陪我妈去，轮椅社区有。",
    )
    story.tells(story.minutes_ago(40), lambda at: _place(story, waiting, at))


def an_hour_becomes_a_star(story: Story) -> None:
    """Three long days with the neighbours; the star stands on the board, then is granted."""

    def serves(at: datetime) -> None:
        service = Service(
            kind="leisure_aid",
            what="社区活动日：教唱、布置、收拾",
            place=story.stage.place,
            starts_at=at - timedelta(hours=8),
            ends_at=at,
            source=Source.EVENT,
        )
        volunteers.record_service(
            volunteer=_volunteer(OTHER, story),
            service=service,
            by=story.viewer(CLERK, at),
            at=at,
        )

    def notices(at: datetime) -> None:
        by = story.viewer(CLERK, at)
        volunteers.notice_star(volunteer=_volunteer(OTHER, story), by=by, at=at)

    def grants(at: datetime) -> None:
        award = StarAward.objects.select_related("volunteer__person", "volunteer__area").get()
        volunteers.grant_star(award=award, by=story.viewer(DESK2, at), at=at)

    for ago in (20, 19, 18):
        story.tells(story.workday(ago, "17:30"), serves)
    story.tells(story.workday(15, "09:10"), notices)
    story.tells(story.workday(2, "09:30"), grants)


SCENES = (
    the_rules_of_the_place,
    three_enrol,
    her_daughter_orders,
    an_hour_becomes_a_star,
)


def _carried_through(story: Story, ago: int, service: str, minutes: int, words: str) -> None:
    """Ordered the day before, looked at, taken, done, confirmed and rated."""
    starts_at = story.workday(ago, "14:30")
    wish = Wish(service=service, starts_at=starts_at, minutes=minutes, words=words)

    def takes(at: datetime) -> None:
        order = _newest()
        _publish(story, order, at)
        orders.accept_order(order=order, by=story.viewer(HELPER, at), at=at)

    def arrives(at: datetime) -> None:
        proof = Proof(way=Way.THEIR_CODE, code=_newest().arrival_code, device="phone-helper")
        orders.arrive(seat=_seat(), proof=proof, by=story.viewer(HELPER, at), at=at)

    def leaves(at: datetime) -> None:
        proof = Proof(way=Way.THEIR_CODE, code=_newest().leaving_code, device="phone-helper")
        orders.leave(seat=_seat(), proof=proof, by=story.viewer(HELPER, at), at=at)

    def confirms(at: datetime) -> None:
        daughter = story.viewer(DAUGHTER, at)
        orders.confirm_order(order=_newest(), by=daughter, at=at, device="phone-daughter")
        orders.rate_order(order=_newest(), answer=SOLVED_AND_GLAD, by=daughter, at=at)

    done_at = starts_at + timedelta(minutes=minutes + 2)
    story.tells(story.workday(ago + 1, "19:40"), lambda at: _place(story, wish, at))
    story.tells(story.workday(ago, "08:50"), takes)
    story.tells(starts_at - timedelta(minutes=2), arrives)
    story.tells(done_at, leaves)
    story.tells(done_at + timedelta(minutes=25), confirms)


def _ordered(story: Story, at: datetime, service: str, starts_at: datetime, taker: str) -> None:
    """Looked at and published an hour ago; taken, if somebody took it."""
    wish = Wish(service=service, starts_at=starts_at, words="麻烦来的人按两下门铃，妈妈耳背。")

    def publishes(at: datetime) -> None:
        order = _newest()
        _publish(story, order, at)
        if taker:
            orders.accept_order(order=order, by=story.viewer(taker, at), at=at)

    story.tells(at, lambda at: _place(story, wish, at))
    story.tells(at + timedelta(minutes=25), publishes)


def _place(story: Story, wish: Wish, at: datetime) -> None:
    orders.place_order(
        recipient=story.stage.people[ELDER].recipient,
        wish=wish,
        channel=Channel.DELEGATE,
        by=story.viewer(DAUGHTER, at),
        at=at,
    )


def _publish(story: Story, order: ServiceOrder, at: datetime) -> None:
    by = story.viewer(DESK2, at)
    orders.approve_order(order=order, by=by, at=at)
    orders.publish_order(order=order, by=by, at=at)


def _newest() -> ServiceOrder:
    """The order that was placed last; in these scenes one is over before the next begins."""
    rows = ServiceOrder.objects.select_related("place", "recipient__person", "recipient__place")
    return rows.latest("made_at")


def _seat() -> Seat:
    seats = Seat.objects.filter(state__in=[SeatState.HELD, SeatState.THERE])
    found = seats.select_related("order__place", "order__recipient__person", "person")
    return found.latest("taken_at")


def _volunteer(who: str, story: Story) -> Volunteer:
    rows = Volunteer.objects.select_related("person__home", "area")
    return rows.get(person=story.stage.people[who])


def _tomorrow(story: Story) -> datetime:
    start = story.workday(0, "00:00")
    return start + timedelta(days=1)
