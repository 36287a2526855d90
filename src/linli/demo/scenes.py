"""Four weeks in 幸福里社区: invented people, simulated after press reports."""

from linli.demo import (
    aside_scenes,
    coordination_scenes,
    handling_scenes,
    mediation_scenes,
    more_scenes,
    notices_scenes,
    outreach_scenes,
    profiles_scenes,
    store_scenes,
    timebank_scenes,
)
from linli.demo.cast import (
    CLERK,
    DESK2,
    NO,
    NOT,
    RECEIPT,
    STREET,
    STREET2,
    VERY,
    YES,
)
from linli.demo.story import Story


def tell(story: Story) -> None:
    """Every scene, each one matter from its first word."""
    for scene in (
        drying_the_quilt,
        the_lamp_on_the_stairs,
        the_drain_behind_the_kitchen,
        the_fire_door,
        the_noise_below,
        the_drums,
        the_gate,
        more_scenes.the_certificate,
        more_scenes.the_notice_on_the_wall,
        more_scenes.the_tree,
        more_scenes.the_clerk_at_the_counter,
        more_scenes.the_charging_wire,
        more_scenes.the_pavement,
        more_scenes.the_mail,
        more_scenes.small_things,
        more_scenes.this_morning,
        *aside_scenes.SCENES,
        *handling_scenes.SCENES,
        *outreach_scenes.SCENES,
        *mediation_scenes.SCENES,
        *coordination_scenes.SCENES,
        notices_scenes.notices_up_and_down,
        profiles_scenes.the_profile,
        *timebank_scenes.SCENES,
        *store_scenes.SCENES,
    ):
        scene(story)


def drying_the_quilt(s: Story) -> None:
    """A leak in an old lady's flat; four households join; rated yesterday by telephone."""
    s.says(
        "leak",
        s.workday(15, "19:40"),
        "周玉兰",
        "桂花苑/3栋/2单元",
        "卫生间天花板漏水，拿两个盆接着，昨晚把晒干的被子又滴湿了。我一个人住，爬不了高。",
        channel="home_visit",
        recorder="屈明远",
        spot="302",
    )
    s.joins("leak", s.workday(15, "20:30"), "封永年", "我家墙角也是湿的")
    s.gives("leak", s.workday(14, "09:05"), CLERK, "丁大力", unit="桂花苑物业服务中心")
    s.accepts("leak", s.workday(14, "09:40"), "丁大力")
    s.notes(
        "leak",
        s.workday(13, "10:20"),
        "丁大力",
        "上门关了阀试水，水是402地漏漏下来的，已经和402约了周末。",
    )
    s.extends("leak", s.workday(9, "16:10"), "丁大力", 3, "402的住户出差，周六才回来开门。")
    s.finishes(
        "leak",
        s.workday(5, "15:30"),
        "丁大力",
        "402地漏重做防水，顺带把302的天花板刮了腻子",
        "试水一天一夜没有再渗",
    )
    s.answers(
        "leak",
        s.workday(4, "10:15"),
        "周玉兰",
        YES,
        VERY,
        "小丁还帮我把被子抱到顶楼去晒了。",
        caller=DESK2,
    )


def the_lamp_on_the_stairs(s: Story) -> None:
    """Due today."""
    s.says(
        "lamp",
        s.workday(1, "07:50"),
        "洪素梅",
        "幸福里一区/2栋/1单元",
        "二楼到三楼的楼道灯坏了三天，我早上去合唱队，扶着墙下楼。",
    )
    s.gives("lamp", s.workday(1, "09:10"), CLERK, "罗小舟")
    s.accepts("lamp", s.workday(1, "09:35"), "罗小舟")
    s.notes("lamp", s.workday(1, "16:50"), "罗小舟", "去看了，灯座烧黑了，电工明天带新的来。")


def the_drain_behind_the_kitchen(s: Story) -> None:
    """Overdue by two days, and not yet passed up."""
    s.says(
        "drain",
        s.workday(10, "12:30"),
        "应大成",
        "青石巷院落/3栋/2单元",
        "厨房下水道堵了，洗碗水从地漏翻上来，孙子说像小喷泉，我是笑不出来。",
    )
    s.gives("drain", s.workday(9, "09:15"), CLERK, "祝小川")
    s.accepts("drain", s.workday(9, "10:05"), "祝小川")
    s.notes(
        "drain",
        s.workday(6, "15:40"),
        "祝小川",
        "疏通师傅掏了一次，出来一团抹布，过两天又堵，可能是主管坡度不够。",
    )


def the_fire_door(s: Story) -> None:
    """Passed up under the rule; the department is at work."""
    s.says(
        "fire",
        s.workday(8, "18:20"),
        "鲁青松",
        "幸福里二区/1栋",
        "一单元到三单元的消火栓拧开没有水，箱子里的水带也不见了。我当过二十年车间安全员，心里不踏实。",
        channel="phone",
        recorder=DESK2,
    )
    s.joins("fire", s.workday(8, "19:05"), "殷桂枝", "四楼也拧过，一样")
    s.passes_up(
        "fire", s.workday(7, "09:20"), CLERK, "消防设施归部门管，社区先贴了告示、放了灭火器"
    )
    s.gives("fire", s.workday(7, "10:30"), STREET, "石安平", unit="清江区住房和城乡建设局")
    s.accepts("fire", s.workday(7, "11:10"), "石安平")
    s.notes(
        "fire",
        s.workday(3, "15:00"),
        "石安平",
        "到现场打了压，泵房的稳压泵不转，已请厂家下周来换。",
    )


def the_noise_below(s: Story) -> None:
    """Unnamed, with a receipt; waits for the answer."""
    s.says(
        "noise",
        s.workday(6, "22:47"),
        "",
        "河湾家园/2栋/2单元",
        "楼下打麻将打到一两点，洗牌的声音像下冰雹，明天还要送孩子上学。不想让邻居知道是谁说的。",
        receipt=RECEIPT,
    )
    s.gives("noise", s.workday(5, "09:25"), CLERK, "邬长河")
    s.accepts("noise", s.workday(5, "10:40"), "邬长河")
    s.notes(
        "noise",
        s.workday(4, "17:10"),
        "邬长河",
        "提了一袋橘子去坐了坐，四位都是熟人，答应十点散。",
    )
    s.finishes(
        "noise",
        s.workday(1, "11:00"),
        "邬长河",
        "和打牌的四户说好，晚上十点前收，周末换到活动室",
        "连着三晚十点一刻去听过，安静",
    )


def the_drums(s: Story) -> None:
    """Said to be unsolved: done again one level up."""
    s.says(
        "drums",
        s.workday(14, "21:15"),
        "柯晴",
        "幸福里二区/4栋/2单元",
        "小广场的音响一开，我家窗玻璃跟着抖，孩子趴在桌上做题，拿纸团塞耳朵。",
    )
    for who, words in (
        ("殷桂枝", "我家也听得清清楚楚"),
        ("鲁青松", "音量其实可以商量"),
        ("田秋菊", "我是跳的，也愿意来谈"),
    ):
        s.joins("drums", s.workday(13, "08:20"), who, words)
    s.gives("drums", s.workday(13, "09:30"), CLERK, "殷桂枝")
    s.finishes(
        "drums", s.workday(9, "16:00"), "殷桂枝", "和领舞的说了，音箱掉个头", "当晚小声多了"
    )
    s.answers(
        "drums",
        s.workday(7, "20:10"),
        "柯晴",
        NO,
        NOT,
        "第一晚小声，第二晚又回来了，还多搬了一只音箱。",
    )
    s.gives("drums", s.workday(6, "10:00"), STREET, STREET2)
    s.accepts("drums", s.workday(6, "10:20"), STREET2)
    s.notes(
        "drums",
        s.workday(3, "19:30"),
        STREET2,
        "拿测音仪站在柯家窗口量了，六十八分贝；约了两边周五晚上一起谈。",
    )


def the_gate(s: Story) -> None:
    """Passed up, and sent back with a ruling."""
    s.says(
        "gate",
        s.workday(11, "17:35"),
        "金巧云",
        "机床厂宿舍/2栋/1单元",
        "单元门关不上，风一吹哐当一声，我还以为厂里又开工了。想请人把门修一修。",
    )
    s.gives("gate", s.workday(10, "09:10"), CLERK, "韩德厚")
    s.accepts("gate", s.workday(10, "09:50"), "韩德厚")
    s.passes_up(
        "gate", s.workday(8, "10:15"), "韩德厚", "没有物业，换门要两千多，自管委账上只有六百"
    )
    s.sends_back(
        "gate",
        s.workday(6, "15:20"),
        STREET,
        "先换闭门器和合页（三百以内，自管委出）；整扇换门列入明年的需求单，社区同住户说清楚。",
    )
    s.gives("gate", s.workday(5, "09:10"), CLERK, "韩德厚")
    s.accepts("gate", s.workday(5, "09:30"), "韩德厚")
    s.notes(
        "gate",
        s.workday(3, "14:30"),
        "韩德厚",
        "闭门器买好了，二百四十元，票贴在楼下，等合页到货。",
    )
