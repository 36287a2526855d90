"""Scenes of what goes no straight way: returned, laid up, merged, split, referred, left out."""

from datetime import datetime, timedelta

from linli.demo.cast import CLERK, DESK2, NO, NOT, STREET, STREET2
from linli.demo.story import Story
from linli.kernel.dates import day_of
from linli.matters import actions as matters
from linli.matters.actions import Objection, Part, Plan
from linli.matters.rules import CallEnd, ClosingKind, Ground

SECRETARY = "方知秋"
HOUSING = "清江区住房和城乡建设局"
LAID_UP_FOR = timedelta(days=60)
MATERIAL, PIPES_LAID = timedelta(days=20), timedelta(days=55)


def the_kerb_outside_the_gate(s: Story) -> None:
    """退单: the property company proves that the road is not theirs, and is upheld."""
    s.says(
        "kerb",
        s.workday(10, "08:25"),
        "李兴发",
        "桂花苑/5栋/1单元",
        "东门外马路牙子碎了一截，我推轮椅过去颠得慌，下雨还积水。",
    )
    s.gives("kerb", s.workday(10, "09:30"), CLERK, "丁大力", unit="桂花苑物业服务中心")
    s.accepts("kerb", s.workday(10, "10:20"), "丁大力")
    objection = Objection(
        ground=Ground.NOT_OURS,
        proof="物业合同附图：红线到东门门柱为止，门外人行道是市政道路。现场照片已交社区。",
        unit=s.stage.organisations[HOUSING],
    )
    s.tells(
        s.workday(9, "09:10"),
        lambda at: matters.return_matter(
            matter=s.matter("kerb"), objection=objection, by=s.viewer("丁大力", at), at=at
        ),
    )
    s.tells(
        s.workday(9, "14:40"),
        lambda at: matters.uphold_return(
            matter=s.matter("kerb"),
            ruling="红线图看过：门柱以外是市政道路，归住建局管养；以后门外的路面照此办。",
            desk=s.stage.areas["柳荫街道"],
            unit=s.stage.organisations[HOUSING],
            by=s.viewer(STREET, at),
            at=at,
        ),
    )
    s.gives("kerb", s.workday(8, "09:20"), STREET, "石安平", unit=HOUSING)
    s.accepts("kerb", s.workday(8, "10:00"), "石安平")


def the_old_pipes(s: Story) -> None:
    """挂账: it cannot be done before the material comes, and comes back on its day."""
    s.says(
        "pipes",
        s.workday(8, "18:30"),
        "康洪",
        "幸福里二区/5栋/2单元",
        "自来水早上放出来是黄的，要放一脸盆才清。楼里的铁管三十年没换过。",
    )
    s.gives("pipes", s.workday(7, "09:15"), CLERK, "殷桂枝")
    s.accepts("pipes", s.workday(7, "09:50"), "殷桂枝")
    s.tells(s.workday(5, "16:10"), lambda at: _asks_to_lay_up(s, at))
    s.tells(
        s.workday(4, "09:30"),
        lambda at: matters.park_matter(
            matter=s.matter("pipes"),
            answer="改造名单看过，同意挂账；开工前每月在楼下贴一次进度。",
            by=s.viewer(SECRETARY, at),
            at=at,
        ),
    )


def _asks_to_lay_up(s: Story, at: datetime) -> None:
    today = day_of(at)
    plan = Plan(
        words="已列入供水管网改造第二批，等管材到货和施工队进场；这期间每周放一次管道末梢水。",
        milestones=f"{today + MATERIAL} 管材到货\n{today + PIPES_LAID} 五栋换完",
        explanation="五栋的水管排在第二批更换，管材到了就动工；换之前早上请先放一会儿水。",
        until=today + LAID_UP_FOR,
    )
    matters.ask_to_park(matter=s.matter("pipes"), plan=plan, by=s.viewer("殷桂枝", at), at=at)


def the_puddle_said_twice(s: Story) -> None:
    """并案: two who do not know of each other speak of one puddle."""
    where = "河湾家园/2栋"
    s.says(
        "puddle",
        s.workday(3, "07:40"),
        "蔡永红",
        where,
        "二栋门前一下雨就积水，孩子踩着砖头出门。",
    )
    s.says(
        "puddle2", s.workday(3, "08:15"), "吴凯", where, "楼下水篦子堵了，门口积水没过鞋面。"
    )
    s.gives("puddle", s.workday(3, "09:30"), CLERK, "花蕊", unit="河湾家园物业服务中心")
    s.tells(
        s.workday(3, "09:45"),
        lambda at: matters.merge_matter(
            matter=s.matter("puddle2"),
            into=s.matter("puddle"),
            why="说的是同一处积水，一起办，办完一起告诉。",
            by=s.viewer(CLERK, at),
            at=at,
        ),
    )
    s.accepts("puddle", s.workday(3, "10:05"), "花蕊")


def the_yard_in_one_breath(s: Story) -> None:
    """拆分: two troubles in one sentence, and two who can mend them."""
    s.says(
        "yard",
        s.workday(4, "19:05"),
        "钱跃进",
        "机床厂宿舍/2栋",
        "楼门口的路灯不亮，底下又被旧沙发堵着，夜里接孩子回来像过关。",
    )
    parts = (
        ("楼门口的路灯不亮，要换灯头", "street_light"),
        ("楼门口堆的旧沙发要搬走", "rubbish"),
    )
    s.tells(
        s.workday(3, "09:20"),
        lambda at: matters.split_matter(
            matter=s.matter("yard"),
            parts=[
                Part(words=words, place=s.stage.areas["机床厂宿舍/2栋"], route=route)
                for words, route in parts
            ],
            why="灯归自管委、旧家具归网格，分头办得快。",
            by=s.viewer(CLERK, at),
            at=at,
        ),
    )


def the_pension_of_long_ago(s: Story) -> None:
    """转介: a petition about another office is registered, and told where to go."""
    s.says(
        "petition",
        s.workday(6, "10:15"),
        "谢志刚",
        "幸福里一区/1栋/1单元",
        "老厂改制那年的工龄少算了两年，局里的答复我不服，想信访。",
        channel="counter",
        recorder=DESK2,
    )
    s.tells(
        s.workday(6, "11:00"),
        lambda at: matters.refer_matter(
            matter=s.matter("petition"),
            referral="petition",
            words="对部门的答复不服，三十天内可以请上一级复查；带上答复书和工龄底册，窗口会收。",
            by=s.viewer(CLERK, at),
            at=at,
        ),
    )


def the_lift_that_one_refuses(s: Story) -> None:
    """解释: for the owners to decide; and whoever spoke has not been reached on the phone."""
    s.says(
        "lift",
        s.workday(8, "09:50"),
        "高世兰",
        "幸福里二区/1栋/2单元",
        "六楼下不来，想装电梯，一楼就是不签字，社区能不能定下来？",
        channel="phone",
        recorder=DESK2,
    )
    s.gives("lift", s.workday(8, "10:40"), CLERK, "鲁青松")
    s.accepts("lift", s.workday(8, "11:30"), "鲁青松")
    s.finishes(
        "lift",
        s.workday(2, "09:40"),
        "鲁青松",
        "和一楼谈了两回，量了采光，请设计师算了遮挡",
        "装电梯要由业主投票定，社区不能代签；方案和表决票样已经送到每一户",
        ClosingKind.EXPLAINED,
        "private_right",
    )
    s.tells(
        s.workday(2, "16:05"),
        lambda at: matters.note_call_in_vain(
            matter=s.matter("lift"),
            end=CallEnd.NOT_REACHED,
            words="响了八声没人接，傍晚再打",
            by=s.viewer(DESK2, at),
            at=at,
        ),
    )


def the_fence_for_one_door(s: Story) -> None:
    """剔除: twice explained, twice refused; a second person has to say whether it counts."""
    s.says(
        "fence",
        s.workday(15, "17:20"),
        "王波",
        "青石巷院落/1栋/1单元",
        "我家门前那块空地想围起来停自己的车，社区给个说法。",
    )
    s.gives("fence", s.workday(14, "09:25"), CLERK, "席兰")
    s.accepts("fence", s.workday(14, "10:00"), "席兰")
    s.finishes(
        "fence",
        s.workday(12, "16:20"),
        "席兰",
        "院坝摆的时候请邻居们一起看了地界",
        "门前是全院共用的通道，不能围给一家用",
        ClosingKind.EXPLAINED,
        "no_ground",
    )
    s.answers("fence", s.workday(12, "20:00"), "王波", NO, NOT, "别的院子就有人围。")
    s.gives("fence", s.workday(10, "09:30"), STREET, STREET2)
    s.accepts("fence", s.workday(10, "10:10"), STREET2)
    s.finishes(
        "fence",
        s.workday(6, "15:30"),
        STREET2,
        "再到院里量了一次，消防通道要留四米",
        "那块地是消防通道，谁也不能围；对面公用车位还有两个，可以登记",
        ClosingKind.EXPLAINED,
        "no_ground",
    )
    s.answers("fence", s.workday(6, "19:40"), "王波", NO, NOT, "说来说去就是不让。")
    s.tells(
        s.workday(1, "10:20"),
        lambda at: matters.ask_to_exclude(
            matter=s.matter("fence"),
            ground="against_others",
            words="要求围占的是全院的消防通道，社区和街道各看过一次，答复一样。",
            by=s.viewer(CLERK, at),
            at=at,
        ),
    )


SCENES = (
    the_kerb_outside_the_gate,
    the_old_pipes,
    the_puddle_said_twice,
    the_yard_in_one_breath,
    the_pension_of_long_ago,
    the_lift_that_one_refuses,
    the_fence_for_one_door,
)
