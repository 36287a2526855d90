"""Scenes of how matters are taken on: at once, by a unit, by a member, by neighbours."""

from datetime import datetime, timedelta

from linli.demo.cast import CLERK, DESK2
from linli.demo.story import Story
from linli.kernel.dates import day_of
from linli.matters import actions as matters
from linli.matters.actions import Call, NewPlan, OfferTo, PlanKind, Visit, Way
from linli.matters.models import ClaimOffer, HelpingHand, InstantMatter, PlanStep
from linli.matters.rules import Milestone
from linli.meetings import actions as meetings
from linli.meetings.actions import Invited
from linli.meetings.models import Meeting

VOLUNTEER, SECRETARY = "洪素梅", "方知秋"
CLINIC, DOCTOR = "柳荫街道卫生服务中心党支部", "孙正华"
LEADER = "鲁青松"
MEMBERS = (LEADER, "屈明远", SECRETARY)


def the_allowance_in_three_steps(s: Story) -> None:
    """即办件: taken in on the stairs, done at the desk, told at the door; no errand."""
    taken_in: dict[str, int] = {}

    def instant() -> InstantMatter:
        rows = InstantMatter.objects.select_related("place", "desk", "clerk", "resident")
        return rows.get(pk=taken_in["allowance"])

    def takes_in(at: datetime) -> None:
        taken_in["allowance"] = matters.take_in_instant(
            kind="allowance",
            place=s.stage.areas["桂花苑/3栋/1单元"],
            words="罗阿姨满八十了，儿女在外地，材料已经拍照带来",
            by=s.viewer(VOLUNTEER, at),
            at=at,
        ).pk

    begins = s.workday(3, "09:20")
    s.tells(begins, takes_in)
    s.tells(
        begins + timedelta(minutes=15),
        lambda at: matters.take_instant(instant=instant(), by=s.viewer(DESK2, at), at=at),
    )
    s.tells(
        begins + timedelta(minutes=55),
        lambda at: matters.finish_instant(
            instant=instant(),
            outcome="网上交了申请，下个月起发放",
            visit=Visit(many=0),
            by=s.viewer(DESK2, at),
            at=at,
        ),
    )
    s.tells(
        begins + timedelta(hours=2),
        lambda at: matters.report_instant(
            instant=instant(),
            way=Way.DOOR,
            words="当面说了哪天到账，证件原样还给了她",
            by=s.viewer(VOLUNTEER, at),
            at=at,
        ),
    )


def the_insurance_of_this_morning(s: Story) -> None:
    """即办件: taken in on the stairs a while ago; whoever is free at the desk may take it."""
    s.tells(
        s.minutes_ago(25),
        lambda at: matters.take_in_instant(
            kind="insurance",
            place=s.stage.areas["桂花苑/5栋/2单元"],
            words="新搬来的一家三口要参保，户口簿在手边",
            by=s.viewer(VOLUNTEER, at),
            at=at,
        ),
    )


def two_things_put_right_on_the_way(s: Story) -> None:
    """随手办: seen and done, counted apart."""
    fixes = (
        (s.workday(4, "17:10"), VOLUNTEER, "桂花苑/5栋", "litter", "五栋后门两袋垃圾，拎走了"),
        (s.workday(2, "18:05"), "殷桂枝", "幸福里二区/4栋", "parking", "请车主挪开了消防通道"),
    )
    for moment, who, where, kind, words in fixes:
        _puts_right(s, moment, who, where, kind, words)


def _puts_right(
    s: Story, moment: datetime, who: str, where: str, kind: str, words: str
) -> None:
    s.tells(
        moment,
        lambda at: matters.fix_on_the_way(
            kind=kind,
            place=s.stage.areas[where],
            words=words,
            by=s.viewer(who, at),
            at=at,
        ),
    )


def the_blood_pressure_corner(s: Story) -> None:
    """认领: put to the partner units; the clinic takes it on and promises a day."""
    s.says(
        "pressure",
        s.workday(4, "10:20"),
        "金朝英",
        "桂花苑/3栋/2单元",
        "院里老人多，想请人每个月来量一次血压、讲讲怎么吃药。",
    )
    _offers(s, "pressure", s.workday(4, "14:30"), OfferTo.PARTNERS, "每月来院里量一次血压")

    def claims(at: datetime) -> None:
        matters.claim_matter(
            offer=_offer_of(s, "pressure"),
            promised_on=day_of(at) + timedelta(days=7),
            unit=s.stage.organisations[CLINIC],
            by=s.viewer(DOCTOR, at),
            at=at,
        )

    s.tells(s.workday(3, "11:15"), claims)


def the_bicycles_in_the_passage(s: Story) -> None:
    """大事领办: party members decide what to do; one of them is asked to lead, and does."""
    s.says(
        "bicycles",
        s.workday(9, "19:30"),
        "高世兰",
        "幸福里二区/1栋/2单元",
        "楼道里停了七八辆自行车、婴儿车，谁也不肯先挪，晚上下楼老绊着。",
    )
    s.tells(
        s.workday(8, "09:40"),
        lambda at: matters.choose_mode(
            matter=s.matter("bicycles"),
            mode="big",
            why="牵涉一栋楼的人家，先请党员会商量",
            by=s.viewer(CLERK, at),
            at=at,
        ),
    )
    tables = _members_meet(s, s.workday(6, "19:00"))

    def plans(at: datetime) -> None:
        today = day_of(at)
        steps = [
            Milestone(on=today + timedelta(days=2), words="挨户清点是谁家的车"),
            Milestone(on=today + timedelta(days=10), words="后院划出停车的地方"),
            Milestone(on=today + timedelta(days=20), words="一栋的人家自己定公约"),
        ]
        plan = NewPlan(
            kind=PlanKind.MEETING,
            goal="楼道里不再停车，人人走得过去",
            steps=steps,
            review_on=today + timedelta(days=45),
            meeting=Meeting.objects.get(pk=tables["members"]),
        )
        by = s.viewer(CLERK, at)
        matters.decide_plan(matter=s.matter("bicycles"), plan=plan, by=by, at=at)

    s.tells(s.workday(5, "09:10"), plans)
    _a_member_leads(s)


def _members_meet(s: Story, held: datetime) -> dict[str, int]:
    """党员会议."""
    tables: dict[str, int] = {}

    def calls(at: datetime) -> None:
        tables["members"] = meetings.call_meeting(
            kind="party_members",
            title="楼道停车怎么办",
            place=s.stage.areas["幸福里社区"],
            starts_at=held,
            venue="社区二楼会议室",
            convener=s.stage.people[SECRETARY],
            invitees=[Invited(person=s.stage.people[name]) for name in MEMBERS],
            by=s.viewer(SECRETARY, at),
            at=at,
        ).pk

    def comes_together(at: datetime) -> None:
        by, rows = s.viewer(SECRETARY, at), Meeting.objects.select_related("place")
        table = rows.get(pk=tables["members"])
        for name in MEMBERS:
            meetings.check_in(meeting=table, person=s.stage.people[name], by=by, at=at)
        minutes = "定了三步：清点、腾地方、立公约；请二区党支部书记领办。"
        meetings.hold_meeting(meeting=table, minutes=minutes, by=by, at=at)

    s.tells(held - timedelta(days=2), calls)
    s.tells(held + timedelta(minutes=70), comes_together)
    return tables


def _a_member_leads(s: Story) -> None:
    """党员领办."""
    _offers(s, "bicycles", s.workday(5, "09:20"), OfferTo.ONE, "一栋楼道停车", asked=LEADER)

    def leads(at: datetime) -> None:
        matters.claim_matter(
            offer=_offer_of(s, "bicycles"),
            promised_on=day_of(at) + timedelta(days=20),
            by=s.viewer(LEADER, at),
            at=at,
        )

    def has_counted(at: datetime) -> None:
        step = PlanStep.objects.select_related("plan__matter__place").get(
            plan__matter=s.matter("bicycles"), position=1
        )
        matters.finish_plan_step(step=step, by=s.viewer(LEADER, at), at=at)

    s.tells(s.workday(5, "12:30"), leads)
    s.tells(s.workday(3, "20:10"), has_counted)


def the_rice_up_the_stairs(s: Story) -> None:
    """邻里互助: a neighbour offers a hand, the desk asks him to come, she says it was done."""
    s.says(
        "rice",
        s.workday(3, "09:00"),
        "徐福芳",
        "桂花苑/4栋/2单元",
        "腿上打着石膏，六楼，想请人这两个星期帮忙拎米拎菜上来。",
        channel="phone",
        recorder=DESK2,
    )
    words = "六楼一位阿姨脚伤了，请人帮着拎两个星期的米和菜"
    _offers(s, "rice", s.workday(3, "10:00"), OfferTo.NEIGHBOURS, words)
    s.tells(
        s.workday(3, "19:20"),
        lambda at: matters.sign_up(
            offer=_offer_of(s, "rice"),
            words="我在一单元，下班顺路",
            by=s.viewer("杨磊", at),
            at=at,
        ),
    )

    def comes(at: datetime) -> None:
        hands = HelpingHand.objects.select_related("offer__matter__place", "offer__desk")
        hand = hands.get(offer=_offer_of(s, "rice"))
        matters.confirm_hand(hand=hand, by=s.viewer(CLERK, at), at=at)

    s.tells(s.workday(2, "09:15"), comes)
    s.tells(
        s.workday(1, "18:40"),
        lambda at: matters.say_neighbours_helped(
            offer=_offer_of(s, "rice"),
            words="小伙子天天来，还帮我倒了垃圾",
            by=s.viewer("徐福芳", at),
            at=at,
        ),
    )


def _offers(
    s: Story, name: str, moment: datetime, to: OfferTo, words: str, *, asked: str = ""
) -> None:
    """请人认领."""
    s.tells(
        moment,
        lambda at: matters.offer_matter(
            matter=s.matter(name),
            call=Call(to=to, words=words, asked=s.stage.people.get(asked)),
            by=s.viewer(CLERK, at),
            at=at,
        ),
    )


def _offer_of(s: Story, name: str) -> ClaimOffer:
    rows = ClaimOffer.objects.select_related("matter__place", "matter__desk", "desk")
    return rows.get(matter=s.matter(name))


SCENES = (
    the_allowance_in_three_steps,
    the_insurance_of_this_morning,
    two_things_put_right_on_the_way,
    the_blood_pressure_corner,
    the_bicycles_in_the_passage,
    the_rice_up_the_stairs,
)
