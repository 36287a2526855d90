"""Notices of the demo: water that is cut off, a covenant passed on, a call for volunteers."""

from datetime import date, datetime, timedelta

from linli.demo.cast import CLERK
from linli.demo.story import Story
from linli.kernel.dates import day_of
from linli.messaging.actions import end_mailings, send_lot
from linli.notices import actions
from linli.notices.actions import Edition, Whom, Wording
from linli.notices.models import Notice, Recipient
from linli.notices.queries import in_force, silent_doors
from linli.notices.rules import Answer, Audience, Kind, Told

HOUSE = "桂花苑/3栋"
COVENANT = (
    "一、楼道不堆东西，门口只放一双鞋。\n二、晚上九点以后，琴不响、锤不敲。\n"
    "三、狗牵绳，屎带走。\n四、有话当面说，说不拢请主摆人。"
)
HOW = "小区居民会议表决，到会 58 户，同意 53 户"


def notices_up_and_down(story: Story) -> None:
    """Three notices: one still lacks two households."""
    _the_covenant(story)
    _the_water(story)
    _the_volunteers(story)


def _the_covenant(story: Story) -> None:
    def deed(at: datetime) -> None:
        clerk = story.viewer(CLERK, at)
        area = story.stage.areas["桂花苑"]
        covenant = actions.adopt_document(
            kind=Kind.COVENANT,
            title="桂花苑居民公约",
            area=area,
            edition=_edition(at),
            by=clerk,
            at=at,
        )
        notice = actions.draft_notice(
            whom=Whom(area=area),
            kind=Kind.COVENANT,
            wording=Wording(title="桂花苑居民公约通过了", text=COVENANT, is_public=True),
            passes_on=in_force(covenant),
            by=clerk,
            at=at,
        )
        actions.send_notice(notice=notice, by=clerk, at=at)
        _goes_out(at)

    story.tells(story.workday(20, "10:00"), deed)


def _the_water(story: Story) -> None:
    def send(at: datetime) -> None:
        clerk = story.viewer(CLERK, at)
        wording = Wording(
            title="后天上午9点到下午5点停水",
            text="自来水公司换3栋的立管，请提前接好水，出门关好龙头。",
            valid_until=day_of(at + timedelta(days=4)),
            must_acknowledge=True,
            is_public=True,
        )
        notice = actions.draft_notice(
            whom=Whom(area=story.stage.areas[HOUSE]), wording=wording, by=clerk, at=at
        )
        actions.send_notice(notice=notice, by=clerk, at=at)
        _goes_out(at)

    def reach(at: datetime) -> None:
        """All but the last two doors; one of them was called in vain."""
        clerk = story.viewer(CLERK, at)
        told = Recipient.objects.visible_to(clerk).filter(notice=_water())
        doors = silent_doors(told.select_related("notice__area"))
        for turn, door in enumerate(doors[:-2]):
            way = Told.DOOR if turn % 2 else Told.PAPER
            actions.note_told(recipient=_one(door.recipients[0]), way=way, by=clerk, at=at)
        if len(doors) > 1:
            left = _one(doors[-1].recipients[0])
            actions.note_call(recipient=left, answer=Answer.NO_ANSWER, by=clerk, at=at)

    story.tells(story.workday(1, "09:10"), send)
    story.tells(story.workday(1, "17:30"), reach)


def _the_volunteers(story: Story) -> None:
    def deed(at: datetime) -> None:
        clerk = story.viewer(CLERK, at)
        wording = Wording(
            title="周六上午给独居老人送绿豆汤",
            text="八点半在社区食堂集合，三人一组。来不了的提前说一声。",
        )
        whom = Whom(area=story.stage.place, audience=Audience.VOLUNTEERS)
        notice = actions.draft_notice(whom=whom, wording=wording, by=clerk, at=at)
        actions.send_notice(notice=notice, by=clerk, at=at)
        _goes_out(at)

    story.tells(story.workday(3, "15:00"), deed)


def _goes_out(at: datetime) -> None:
    """The worker of the house brings it to the inboxes in that moment."""
    while send_lot(at=at):
        pass
    end_mailings(at=at)


def _water() -> Notice:
    return Notice.objects.sent().filter(title__startswith="后天").get()


def _one(recipient: Recipient) -> Recipient:
    rows = Recipient.objects.select_related("notice__area", "person", "area")
    return rows.get(pk=recipient.pk)


def _edition(at: datetime) -> Edition:
    on: date = day_of(at - timedelta(days=3))
    return Edition(text=COVENANT, adopted_on=on, adopted_by=HOW)
