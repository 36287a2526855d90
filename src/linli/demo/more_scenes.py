"""Scenes of the demo that end well or lie still, and what came in this morning."""

from linli.demo.cast import CLERK, DESK2, FAIRLY, PARTLY, STREET, STREET2, VERY, YES
from linli.demo.story import Story
from linli.matters.rules import ClosingKind


def the_certificate(s: Story) -> None:
    """Done at the counter in one visit, for a mother, by her daughter under mandate."""
    s.says(
        "card",
        s.workday(12, "12:05"),
        "周玉兰",
        "桂花苑/3栋/2单元",
        "妈妈的高龄津贴要年审，她腿脚不便，我在外地，想请社区上门帮她做资格认证。",
        recorder="周晓棠",
    )
    s.gives("card", s.workday(11, "08:50"), CLERK, DESK2)
    s.accepts("card", s.workday(11, "09:00"), DESK2)
    s.finishes(
        "card",
        s.workday(11, "15:10"),
        DESK2,
        "带平板上门，陪周阿姨认证，顺手把药盒按星期分好",
        "认证通过，截图发给了女儿",
    )
    s.answers("card", s.workday(10, "20:40"), "周玉兰", YES, VERY, "拍照时她还涂了口红。")


def the_notice_on_the_wall(s: Story) -> None:
    """Overdue without a word: by the rule it went to the subdistrict."""
    s.says(
        "rubbish",
        s.workday(9, "08:10"),
        "车敏",
        "桂花苑/5栋/1单元",
        "装修建渣堆在五栋后门三个星期，垃圾没人管，猫都在上面做窝了。",
    )
    s.gives("rubbish", s.workday(9, "09:40"), CLERK, "洪素梅")
    s.gives("rubbish", s.workday(4, "10:10"), STREET, "左思源", unit="柳荫街道综合行政执法队")
    s.accepts("rubbish", s.workday(4, "10:40"), "左思源")
    s.finishes(
        "rubbish",
        s.workday(3, "16:30"),
        "左思源",
        "查到是五栋一户装修的，当天自己叫车拉走三车",
        "后门扫干净，摆了两盆月季",
    )
    s.answers("rubbish", s.workday(2, "19:20"), "车敏", YES, FAIRLY, "干净了，就是等得久。")


def the_tree(s: Story) -> None:
    """Explained rather than done; partly solved."""
    s.says(
        "tree",
        s.workday(13, "10:25"),
        "盛开泰",
        "机床厂宿舍/1栋/2单元",
        "门口老樟树的树枝伸进我家阳台，晾衣服勾丝，能不能锯掉整棵？",
        channel="yard_session",
        recorder="韩德厚",
    )
    s.gives("tree", s.workday(12, "09:20"), CLERK, "程小满")
    s.accepts("tree", s.workday(12, "10:00"), "程小满")
    s.finishes(
        "tree",
        s.workday(8, "11:20"),
        "程小满",
        "请园林站来看过，百年樟树不能锯，只修了伸进阳台的两枝",
        "把古树保护的规定念给盛师傅听，他说那就留着乘凉",
        ClosingKind.EXPLAINED,
        "no_ground",
    )
    s.answers(
        "tree",
        s.workday(7, "09:30"),
        "盛开泰",
        PARTLY,
        FAIRLY,
        "衣服不勾了，光线还是差点。",
        caller=DESK2,
    )


def the_clerk_at_the_counter(s: Story) -> None:
    """A complaint about a clerk: it never lies on the community's own desk."""
    s.says(
        "complaint",
        s.workday(4, "17:45"),
        "戴水生",
        "河湾家园/5栋/1单元",
        "上周三去窗口给老人办老年证，让我跑了两趟，第二趟说系统坏了，一直低头回手机，话都没抬头说。",
        about=DESK2,
    )
    s.gives("complaint", s.workday(3, "09:40"), STREET, STREET2)
    s.accepts("complaint", s.workday(3, "10:00"), STREET2)
    s.notes(
        "complaint",
        s.workday(1, "15:15"),
        STREET2,
        "调了当天的取号记录，也听了窗口的说法：那天确实停过四十分钟网。约戴师傅明天当面谈。",
    )


def the_charging_wire(s: Story) -> None:
    """Five households with one trouble, one of them unnamed; waits for their ratings."""
    s.says(
        "wire",
        s.workday(7, "20:05"),
        "宁小满",
        "河湾家园/2栋/2单元",
        "有人从六楼牵线下来给电瓶车充电，飞线就从我家窗前过，打雷那晚我一夜没睡。",
    )
    for who, words in (
        ("花蕊", "一栋也看得见那根线"),
        ("戴水生", "五栋也有一根"),
        ("邬长河", "车棚要是有插座谁愿意拉线"),
        ("祝小川", "外卖车来充的也不少"),
    ):
        s.joins("wire", s.workday(6, "08:40"), who, words)
    unsaid = "我家楼下也拉线，别写我是谁"
    s.joins("wire", s.workday(6, "09:05"), "", unsaid, receipt="8642097531")
    s.gives("wire", s.workday(6, "09:20"), CLERK, "花蕊", unit="河湾家园物业服务中心")
    s.accepts("wire", s.workday(6, "09:55"), "花蕊")
    s.notes(
        "wire",
        s.workday(5, "18:30"),
        "花蕊",
        "当晚劝收了两根线，挨户问了车棚装充电口的意见，二十三户愿意。",
    )
    s.finishes(
        "wire",
        s.workday(1, "16:40"),
        "花蕊",
        "车棚装了八个扫码充电口，业委会在楼下公示了电价",
        "两根飞线都收了，扫码不到一分钟就能充",
    )


def the_pavement(s: Story) -> None:
    """Passed up today under the rule, nobody has it yet."""
    s.says(
        "pavement",
        s.workday(2, "16:20"),
        "封永年",
        "桂花苑/3栋",
        "大门外人行道地砖松了一片，昨天周大姐踩上去溅了一裤腿水，差点摔。",
        channel="counter",
        recorder=CLERK,
    )
    s.passes_up(
        "pavement", s.workday(1, "09:30"), CLERK, "市政道路归部门养护，社区已经放了反光锥"
    )


def the_mail(s: Story) -> None:
    """Nobody answered in time: laid aside as unrated."""
    s.says(
        "mail",
        s.workday(18, "13:15"),
        "席兰",
        "青石巷院落/1栋/1单元",
        "快递都堆在巷口地上，下雨泡烂两回，能不能有个柜子？",
    )
    s.gives("mail", s.workday(17, "09:10"), CLERK, DESK2)
    s.finishes(
        "mail",
        s.workday(14, "14:20"),
        DESK2,
        "和快递站谈好，巷口杂货铺代收，铺子门口钉了三层架",
        "这一周没有再堆在地上",
    )


def small_things(s: Story) -> None:
    """What makes up most days."""
    told = (
        (
            "dog",
            17,
            "花蕊",
            "河湾家园/1栋/1单元",
            "遛狗不牵绳的那位先生又来了，我家娃抱着我的腿不肯下楼。",
            "宁小满",
            "上门劝了，送了一根牵引绳，红色的",
            "在楼下看了两晚，都牵着",
            (YES, VERY, "红绳子很显眼。"),
        ),
        (
            "bench",
            16,
            "田秋菊",
            "幸福里一区/4栋",
            "想在活动室门口放两条长凳，合唱队等钥匙的时候老姐妹们都站着。",
            DESK2,
            "社区会议室换下来两条木凳，擦干净搬过去了",
            "当天就坐满了",
            (YES, VERY, ""),
        ),
        (
            "clutter",
            12,
            "罗小舟",
            "幸福里一区/4栋/1单元",
            "三楼过道堵满纸箱，婴儿车要侧着过。",
            "程小满",
            "帮着韩阿姨把纸箱卖了，四十二块五，过道扫了",
            "空出来了，约好每周五来收",
            (YES, FAIRLY, ""),
        ),
        (
            "water",
            9,
            "屈明远",
            "桂花苑/1栋/2单元",
            "物业公司换了经理，报修电话打一天没人接。",
            "车敏",
            "请新经理到院里见了面，换了值班电话，贴在每个单元",
            "当场拨了一次，响两声就接",
            (YES, VERY, "这个号码我存了。"),
        ),
    )
    for name, ago, who, where, words, handler, measure, outcome, answer in told:
        s.says(name, s.workday(ago, "18:05"), who, where, words)
        s.gives(name, s.workday(ago - 1, "09:12"), CLERK, handler)
        s.accepts(name, s.workday(ago - 1, "09:58"), handler)
        s.finishes(name, s.workday(ago - 1, "16:35"), handler, measure, outcome)
        s.answers(name, s.workday(ago - 2, "19:45"), who, *answer)


def this_morning(s: Story) -> None:
    """New ones, on the desk and on their way."""
    s.says(
        "alley",
        s.minutes_ago(190),
        "祝小川",
        "青石巷院落/2栋/1单元",
        "巷子里的路灯闪得像打信号，我送完夜班外卖推车进来，差点撞到晾衣杆。",
    )
    s.says(
        "meal",
        s.minutes_ago(130),
        "韩德厚",
        "机床厂宿舍/2栋/1单元",
        "隔壁盛师傅这两天没下来打太极，门敲了应得很轻，老人一个人在家，麻烦去看一眼。",
        channel="phone",
        recorder=DESK2,
    )
    s.says(
        "parking",
        s.minutes_ago(75),
        "戴水生",
        "河湾家园/5栋/1单元",
        "我的车位又被一辆白色面包车占了，挪车电话打过去是空号，我女儿晚上抱着刚满月的孩子回来，大包小包没地方卸。",
    )
    s.says(
        "hedge",
        s.minutes_ago(40),
        "",
        "桂花苑/3栋",
        "花坛里有人种菜浇粪水，味道从一楼一直爬到四楼，别说是我讲的。",
        receipt="1357924680",
    )
    s.gives("meal", s.minutes_ago(110), CLERK, "程小满")
    s.accepts("meal", s.minutes_ago(104), "程小满")
    s.notes(
        "meal",
        s.minutes_ago(60),
        "程小满",
        "进屋看了，发烧三十八度二，已经陪着到卫生中心，和他外地的儿子通了电话。",
    )
