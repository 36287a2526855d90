"""What neighbours say, and where it goes under each of the playbooks of the house."""

import pytest

from linli.matters.options import ROUTES
from linli.matters.routing import propose
from linli.people.rules import OrganisationKind
from linli.places.rules import AreaKind
from linli.playbooks.loader import bundled
from linli.playbooks.queries import pack_named
from linli.playbooks.tests.sentences import EVERYWHERE, OWN

JINXIA = {
    "楼上卫生间漏水，把我家天花板湿了一大片": "leak",
    "我们这栋的化粪池满了，粪水都冒出来了": "sewer",
    "一下雨大门口马路就积水，走都走不过去": "road_drain",
    "小区门口的井盖翻起来了，娃娃踩到好危险": "manhole",
    "三单元的楼道灯坏了好久，黑漆漆的": "street_light",
    "电梯又停了，我妈关在电梯里十分钟": "lift",
    "消防通道天天停满车，出了事咋办": "fire",
    "底楼有人从窗子飞线给电瓶车充电": "charging",
    "外头的车乱停，把我的车位占了": "parking",
    "坝坝舞音响开到十点，娃娃没法做作业": "square_dance",
    "对面工地半夜还在打桩": "building_noise",
    "楼下烧烤摊的油烟直往屋头灌": "fumes",
    "垃圾桶三天没人倒，臭烘烘的": "rubbish",
    "窗子外头的树枝挡光，麻烦修剪一下": "greenery",
    "物业费年年涨，物业公司啥子都不做": "property_fee",
    "我们小区想成立业委会，要咋个弄": "owners_committee",
    "房子二十几年了，维修资金能不能拿来修屋顶": "repair_fund",
    "棚户区改造的过渡费到现在没发": "compensation",
    "顶楼那家私搭了个铁皮棚": "illegal_building",
    "老房子墙裂了一条大口子，怕是危房": "unsafe_house",
    "早上起来又停水了，也没得人通知": "outage",
    "灶房闻到天然气味道，怕漏气": "gas",
    "隔壁独居的张婆婆好几天没看到人": "elder",
    "我下岗了又得大病，能不能申请低保": "hardship",
    "我妈退休金的资格认证咋个办，她走不动": "insurance",
    "老板拖欠工资三个月了": "jobs",
    "和隔壁因为晾衣架扯皮，吵架好几回": "dispute",
    "两口子天天打，夫妻闹到要离婚": "family",
    "遛狗不牵绳，差点咬人": "dogs",
    "过道堵满了纸箱和废品": "clutter",
    "单元门刷不开，门锁也坏了": "gate",
    "活动室的乒乓桌坏了": "activity",
    "我就是想问问你们几点上班": "other",
}
PUCHENG = {
    "我们单元大门坏了两年，谁都能进": "entrance_door",
    "名桂首府想装几个充电桩给电动车用": "charging",
    "楼里的消火栓没水，灭火器也过期了": "fire",
    "下水管堵了，一楼返水": "sewer",
    "河道涨水，街上积水到膝盖": "flooding",
    "屋顶漏，渗水渗到楼下去了": "leak",
    "加装电梯一楼的不同意": "lift",
    "巷子里路灯坏了，晚上回来怕": "street_light",
    "门口的井盖松了，骑车差点摔": "manhole",
    "外来车把车位占了，还堵门口": "parking",
    "晚上广场舞太吵，老人睡不着": "noise",
    "旁边在建的楼要退让，不然我家没采光": "construction",
    "安置房什么时候交，补偿款还没到": "compensation",
    "楼顶种菜把防水层搞坏，还搭棚": "illegal_building",
    "外墙脱落掉砖，差点砸到人": "unsafe_house",
    "一楼饭店的油烟熏得人开不了窗": "fumes",
    "垃圾分类的桶没人管，苍蝇很多": "rubbish",
    "花坛的草坪都枯了，没人管绿化": "greenery",
    "换物业要怎么办，现在的物业公司收钱不做事": "property_fee",
    "业委会的公共收益账目不公开": "owners_committee",
    "老旧小区改造轮到我们没有": "repair_fund",
    "从昨晚停电到现在，冰箱的菜都坏了": "outage",
    "煤气罐放在楼梯下面，怕漏气": "gas",
    "楼上独居老人没人照顾": "elder",
    "孩子残疾证怎么办，家里生活困难": "hardship",
    "我在外地打工，医保异地就医怎么备案": "insurance",
    "想找工作，社区有没有招工": "jobs",
    "孩子明年上学，学区怎么划的": "school",
    "和邻居因为高空抛物吵架": "dispute",
    "婆媳天天闹，我都抑郁了": "family",
    "隔壁养鸡又养狗，臭得很": "dogs",
    "楼道堆杂物，过道堵得走不过": "clutter",
    "小广场的健身器材扶手松了": "activity",
    "谢谢你们上次帮忙": "other",
}
# What a department has to do never lands on a community desk (R18, R21).
OF_DEPARTMENTS = {
    "fire",
    "compensation",
    "illegal_building",
    "outage",
    "gas",
    "fumes",
    "manhole",
}


@pytest.mark.parametrize(("words", "code"), JINXIA.items())
def test_what_is_said_in_jinxia_finds_its_rule(words: str, code: str) -> None:
    routes = pack_named("jinxia")[ROUTES]

    assert propose(words, routes).route.code == code


@pytest.mark.parametrize(("words", "code"), PUCHENG.items())
def test_what_is_said_in_pucheng_finds_its_rule(words: str, code: str) -> None:
    routes = pack_named("pucheng")[ROUTES]

    assert propose(words, routes).route.code == code


@pytest.mark.parametrize("name", OWN)
def test_what_is_said_elsewhere_finds_its_rule(name: str) -> None:
    routes = pack_named(name)[ROUTES]

    for words, code in said_in(name).items():
        assert propose(words, routes).route.code == code, words


@pytest.mark.parametrize("name", bundled())
def test_every_rule_is_tried(name: str) -> None:
    assert {route.code for route in pack_named(name)[ROUTES]} == set(said_in(name).values())


def said_in(name: str) -> dict[str, str]:
    """Sentences for each rule of the playbook; its own speak before those of everywhere."""
    if name in ("jinxia", "pucheng"):
        return JINXIA if name == "jinxia" else PUCHENG
    own, codes = OWN[name], {route.code for route in pack_named(name)[ROUTES]}
    shared = {
        words: code
        for words, code in EVERYWHERE.items()
        if code in codes and code not in own.values()
    }
    return own | shared


@pytest.mark.parametrize("name", bundled())
def test_what_departments_owe_is_not_laid_on_the_community(name: str) -> None:
    routes = {route.code: route for route in pack_named(name)[ROUTES]}

    for code in OF_DEPARTMENTS & set(routes):
        assert routes[code].desk is AreaKind.SUBDISTRICT
        assert routes[code].unit is OrganisationKind.DEPARTMENT


@pytest.mark.parametrize("name", bundled())
def test_what_is_told_of_illness_and_family_stays_at_the_desk(name: str) -> None:
    routes = {route.code: route for route in pack_named(name)[ROUTES]}

    assert all(routes[code].private for code in ("elder", "hardship", "family"))
