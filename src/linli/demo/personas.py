"""Whom a visitor may be in the demo: one for every part there is."""

from collections.abc import Callable

from django.utils.translation import gettext_noop as _

from linli.kernel.models import Installation
from linli.kernel.words import Words
from linli.people.models import Person
from linli.people.queries import Persona, offer

DEMO = "demo"

CAST = (
    (
        "elder",
        "周玉兰",
        _("居民，78岁，一个人住"),
        _("看看卫生间漏水的事走到哪了，再用大字版说一件新的"),
    ),
    (
        "daughter",
        "周晓棠",
        _("在外地的女儿，受妈妈委托"),
        _("替妈妈说一件事，看妈妈的高龄津贴办得怎样"),
    ),
    (
        "resident",
        "宁小满",
        _("居民、网格志愿者，河湾家园"),
        _("到“我的事”给飞线充电那件事打个分，再看看楼道里的事"),
    ),
    (
        "volunteer",
        "彭春梅",
        _("志愿者，幸福里二区"),
        _("看明天的单和口令，看存折，去取帆布袋，再送妈妈一个小时"),
    ),
    (
        "host",
        "屈明远",
        _("主摆人，桂花苑"),
        _("上门听一件事，替邻居记下来"),
    ),
    (
        "assistant",
        "车敏",
        _("主摆人助理，桂花苑"),
        _("看桂花苑这几天有哪些事，记一笔进展"),
    ),
    (
        "steward",
        "封永年",
        _("楼长和调解员"),
        _("看自己这栋楼的事，附议一件"),
    ),
    (
        "grid-worker",
        "程小满",
        _("网格员"),
        _("看今天手上的事，把探望老人的事办结"),
    ),
    (
        "clerk",
        "林小溪",
        _("社区工作者"),
        _("清空今天的分派：新来的派给谁，哪件要上报"),
    ),
    (
        "reviewer",
        "贺一鸣",
        _("社区工作者，看服务单、派单"),
        _("看一张等着的单，问问合适的人；复核一户的积分"),
    ),
    (
        "shop-keeper",
        "费素云",
        _("积分超市店员"),
        _("按取货码交货，看哪样快没了，盘一次点"),
    ),
    (
        "secretary",
        "方知秋",
        _("社区书记"),
        _("看超期的事，看本月公开栏"),
    ),
    (
        "property",
        "丁大力",
        _("物业工程主管"),
        _("看派给物业的事办得怎样"),
    ),
    (
        "street",
        "江照",
        _("街道工作人员"),
        _("看社区报上来的事，派给部门或带意见退回"),
    ),
    (
        "department",
        "石安平",
        _("住建局联系人"),
        _("写一笔消火栓的进展，或申请延期"),
    ),
    (
        "squad",
        "左思源",
        _("综合行政执法队联系人"),
        _("看队里被叫到哪里、得到什么评价，报一次到"),
    ),
    (
        "county",
        "明望",
        _("县（区）工作人员"),
        _("看过了时限自动报上来的单位，看吹哨报到双考核"),
    ),
    (
        "auditor",
        "尤正",
        _("审计人员"),
        _("只看不改：查一件事的全部经过"),
    ),
    (
        "administrator",
        "穆清",
        _("管理员"),
        _("看规则包，改一条分派规则试试"),
    ),
)


def offer_the_cast() -> None:
    """Put everybody on the sign-in page; where there is no demo, nobody is found."""
    for code, name, role, to_try in CAST:
        offer(
            Persona(
                code=code,
                name=name,
                role=Words(role),
                to_try=Words(to_try),
                person=_found(name),
            )
        )


def _found(name: str) -> Callable[[], Person | None]:
    def find() -> Person | None:
        if not Installation.objects.filter(kind=DEMO).exists():
            return None
        return Person.objects.filter(name=name).order_by("pk").first()

    return find
