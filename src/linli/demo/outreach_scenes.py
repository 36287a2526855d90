"""Scenes from outside the office: the yard, the box, the wall, a child, a tea talk."""

from datetime import datetime, time, timedelta

from linli.demo.cast import CLERK, DESK2
from linli.demo.story import Story
from linli.matters.actions import Speaker, Word
from linli.meetings import actions as meetings
from linli.meetings.models import Meeting
from linli.outreach import actions
from linli.outreach.actions import Consent, Hours
from linli.outreach.models import BoxOpening, Patrol, Survey, Wish
from linli.outreach.rules.patrols import Found
from linli.outreach.rules.surveys import Answering, Said, Way
from linli.places.models import Dwelling, Point

HOST = "屈明远"
YARD = "桂花苑"
EXPERT = "柯晴"
WALKER, STAIRS = "封永年", "桂花苑/3栋"


def the_yard_session(s: Story) -> None:
    """Two things were said in the yard; the community session of today tells of them."""
    held = s.workday(6, "19:30")

    def calls(at: datetime) -> None:
        meetings.call_meeting(
            kind="yard_session",
            title="桂花苑院坝摆：楼道和晾衣杆",
            place=s.stage.areas[YARD],
            venue="三栋前的石桌",
            starts_at=held,
            by=s.viewer(HOST, at),
            at=at,
        )

    def listens(at: datetime) -> None:
        yard, by = _session("yard_session"), s.viewer(HOST, at)
        meetings.check_in(meeting=yard, heads=17, by=by, at=at)
        said = (
            ("桂花苑/5栋/1单元", "五栋的晾衣杆锈断了，被子没处晒。", Speaker(name="戴水生")),
            ("桂花苑/3栋", "三栋门口的石板翘起来，天黑了绊人。", None),
        )
        for where, words, speaker in said:
            word = Word(words=words, place=s.stage.areas[where], channel="yard_session")
            actions.say_at_session(meeting=yard, word=word, speaker=speaker, by=by, at=at)
        meetings.hold_meeting(
            meeting=yard,
            minutes="十七位来了，说了晾衣杆和石板两件，当晚报社区。",
            public_words="说了晾衣杆、石板两件事，都登记了，下次会上说办得怎样。",
            by=by,
            at=at,
        )

    def tells(at: datetime) -> None:
        meetings.call_meeting(
            kind="community_session",
            title="社区摆：这个月的事办得怎样",
            place=s.stage.areas["幸福里社区"],
            venue="社区大厅",
            starts_at=s.now + timedelta(days=2),
            by=s.viewer(CLERK, at),
            at=at,
        )

    s.tells(s.workday(8, "10:00"), calls)
    s.tells(held + timedelta(minutes=80), listens)
    s.tells(s.workday(3, "09:30"), tells)


def the_paper_box(s: Story) -> None:
    """Two opened the box and found three papers; the last waits for the second pair of eyes."""

    def opens(at: datetime) -> None:
        box = Point.objects.select_related("area").get(name="桂花苑门口说事箱")
        colleague = s.stage.people[DESK2]
        actions.open_box(box=box, witness=colleague, papers=3, by=s.viewer(CLERK, at), at=at)

    def enters(at: datetime) -> None:
        opening = BoxOpening.objects.select_related("box__area", "opener", "witness").get()
        one, other = s.viewer(CLERK, at), s.viewer(DESK2, at)
        typed = actions.type_paper(
            opening=opening,
            words="二栋的门禁坏了半个月，谁都进得来，夜里怕。",
            place=s.stage.areas["桂花苑/2栋"],
            by=one,
            at=at,
        )
        actions.confirm_paper(paper=typed, by=other, at=at)
        blank = actions.set_paper_aside(opening=opening, reason="空白", by=one, at=at)
        actions.confirm_paper(paper=blank, by=other, at=at)
        actions.type_paper(
            opening=opening,
            words="能不能在花坛边装个凳子，等车站着腿疼。",
            place=s.stage.areas[YARD],
            by=other,
            at=at,
        )

    s.tells(s.workday(1, "16:00"), opens)
    s.tells(s.workday(1, "16:40"), enters)


def the_wall_of_wishes(s: Story) -> None:
    """One came true, one is taken on, one hangs there, one is new."""
    early, seen, taken = s.workday(9, "10:00"), s.workday(8, "15:00"), s.workday(7, "11:00")
    wishes(s, early, "周玉兰", "我想要一副老花镜，二百五十度的。")
    wishes(s, early, "盛开泰", "想有人教我用手机和孙子视频。")
    wishes(s, early, "席兰", "想给楼下花坛添几盆月季。")
    wishes(s, s.minutes_ago(180), "田秋菊", "想借一台缝纫机，给幼儿园的娃娃补书包。")
    shows(s, seen, "周玉兰", "一位独居老人想要一副老花镜")
    shows(s, seen, "盛开泰", "一位爷爷想学用手机视频")
    shows(s, seen, "席兰", "给楼下花坛添几盆月季")
    for who in ("周玉兰", "盛开泰"):
        claims(s, taken, who)

    def comes_true(at: datetime) -> None:
        outcome, by = "陪着验了光，老花镜送到了家", s.viewer(DESK2, at)
        actions.fulfil_wish(wish=_wish_of(s, "周玉兰"), outcome=outcome, by=by, at=at)
        thanks, by = "针能穿上线了，谢谢小贺。", s.viewer("周玉兰", at)
        actions.thank_for_wish(wish=_wish_of(s, "周玉兰"), words=thanks, by=by, at=at)

    s.tells(s.workday(4, "17:00"), comes_true)


def wishes(s: Story, at: datetime, who: str, words: str) -> None:
    """许愿."""

    def deed(at: datetime) -> None:
        wisher, yard = s.stage.people[who], s.stage.areas[YARD]
        by = s.viewer(who, at)
        actions.put_wish(words=words, place=yard, wisher=wisher, by=by, at=at)

    s.tells(at, deed)


def shows(s: Story, at: datetime, who: str, words: str) -> None:
    """上墙."""

    def deed(at: datetime) -> None:
        by = s.viewer(CLERK, at)
        actions.show_wish(wish=_wish_of(s, who), public_words=words, by=by, at=at)

    s.tells(at, deed)


def claims(s: Story, at: datetime, who: str) -> None:
    """认领."""

    def deed(at: datetime) -> None:
        actions.claim_wish(wish=_wish_of(s, who), by=s.viewer(DESK2, at), at=at)

    s.tells(at, deed)


def the_child_by_the_slide(s: Story) -> None:
    """A girl of eight has an idea; her mother agreed; the answer is for her."""

    def tells(at: datetime) -> None:
        suggestion = actions.hear_child(
            called="小豆子",
            age=8,
            words="滑梯旁边装一个矮矮的洗手池，玩完沙子可以洗手。",
            place=s.stage.areas[YARD],
            consent=Consent(guardian="车敏", relationship="妈妈", way="当面"),
            may_publish=True,
            by=s.viewer(CLERK, at),
            at=at,
        )
        actions.answer_child(
            suggestion=suggestion,
            words="小豆子，你的主意真好！水管叔叔下周来看，装好了请你第一个洗手。",
            by=s.viewer(CLERK, at),
            at=at,
        )

    s.tells(s.workday(5, "16:30"), tells)


def the_tea_talk(s: Story) -> None:
    """An expert of the neighbourhood answered over tea; the talk room has its hours."""
    held = s.workday(4, "09:30")

    def calls(at: datetime) -> None:
        meetings.call_meeting(
            kind="tea_talk",
            title="漫时光茶话会：几种药一起吃行不行",
            place=s.stage.areas["幸福里社区"],
            venue="幸福里说事室",
            starts_at=held,
            by=s.viewer(CLERK, at),
            at=at,
        )
        room = Point.objects.select_related("area").get(name="幸福里说事室")
        week = [
            Hours(weekday=2, opens=time(9), closes=time(11), keeper=s.stage.people[CLERK]),
            Hours(
                weekday=5, opens=time(19, 30), closes=time(20, 30), keeper=s.stage.people[DESK2]
            ),
        ]
        actions.set_hours(point=room, hours=week, by=s.viewer(CLERK, at), at=at)

    def answers(at: datetime) -> None:
        talk, by = _session("tea_talk"), s.viewer(CLERK, at)
        meetings.check_in(meeting=talk, heads=43, by=by, at=at)
        expert = s.stage.people[EXPERT]
        for topic, people in (("降压药能不能停", 9), ("几种药一起吃", 11)):
            actions.answer_people(
                meeting=talk, expert=expert, topic=topic, people=people, by=by, at=at
            )
        meetings.hold_meeting(
            meeting=talk,
            minutes="柯晴答了二十人次，三位约了到卫生中心查。",
            public_words="说了降压药和一起吃药要注意什么，要查的可以到卫生中心约。",
            by=by,
            at=at,
        )

    s.tells(s.workday(7, "09:00"), calls)
    s.tells(held + timedelta(minutes=90), answers)


def the_round_of_the_stairs(s: Story) -> None:
    """The steward knocks at the doors of a building; one family has moved away."""

    def begins(at: datetime) -> None:
        by = s.viewer(WALKER, at)
        actions.begin_patrol(area=s.stage.areas[STAIRS], by=by, at=at)

    def knocks(at: datetime) -> None:
        by, area = s.viewer(WALKER, at), s.stage.areas[STAIRS]
        patrol = Patrol.objects.select_related("area", "walker").get()
        doors = Dwelling.objects.select_related("area").filter(area__path__startswith=area.path)
        found = (Found.HOME, Found.NOBODY, Found.MOVED)
        for door, one in zip(doors.order_by("area__path", "number"), found, strict=False):
            words = "对门说上个月搬去女儿家了。" if one is Found.MOVED else ""
            actions.knock(patrol=patrol, dwelling=door, found=one, words=words, by=by, at=at)

    s.tells(s.workday(2, "18:30"), begins)
    s.tells(s.workday(2, "19:10"), knocks)


def the_survey_of_the_yard(s: Story) -> None:
    """What the yard needs is asked of every household; some have answered."""
    title = "桂花苑想添点什么"

    def begins(at: datetime) -> None:
        by = s.viewer(CLERK, at)
        survey = actions.draft_survey(
            title=title,
            purpose="年底有一笔微改造的钱，先问大家想添什么；结果下个月公布。",
            area=s.stage.areas[YARD],
            closes_at=s.now + timedelta(days=9),
            seed=20251,
            by=by,
            at=at,
        )
        asked = (
            ("最想添哪一样？", Answering.ONE, ("凳子", "晾衣杆", "路灯", "洗手池")),
            ("家里几口人？", Answering.NUMBER, ()),
            ("还有什么要说的？", Answering.WORDS, ()),
        )
        for words, answering, choices in asked:
            actions.ask_question(
                survey=survey, words=words, answering=answering, choices=choices, by=by, at=at
            )
        actions.begin_survey(survey=survey, by=by, at=at)

    def answers(at: datetime) -> None:
        survey = Survey.objects.get(title=title)
        doors = survey.households.select_related("survey", "household__dwelling__area")
        which, people, _ = survey.questions.all()
        for number, asked in enumerate(doors.order_by("position")[:5]):
            said = {
                which.pk: Said(choices=(number % 2,)),
                people.pk: Said(number=2 + number % 3),
            }
            actions.answer_survey(
                asked=asked, said=said, way=Way.WALKER, by=s.viewer(HOST, at), at=at
            )

    s.tells(s.workday(3, "10:00"), begins)
    s.tells(s.workday(2, "20:00"), answers)


def _session(kind: str) -> Meeting:
    rows = Meeting.objects.filter(kind=kind).select_related("place")
    return rows.order_by("pk")[0]


def _wish_of(s: Story, who: str) -> Wish:
    rows = Wish.objects.select_related("place", "claimed_by")
    return rows.get(wisher=s.stage.people[who])


SCENES = (
    the_yard_session,
    the_paper_box,
    the_wall_of_wishes,
    the_child_by_the_slide,
    the_tea_talk,
    the_round_of_the_stairs,
    the_survey_of_the_yard,
)
