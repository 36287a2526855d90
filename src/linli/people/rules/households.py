"""Who is what to the head of the household, and what of a person can change. No Django here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.words import Words

HEAD = "户主"
# GB/T 4761 家庭关系代码, as it is written at the door.
RELATIONS = (
    HEAD,
    *("配偶", "夫", "妻", "丈夫", "妻子"),
    *("子", "儿子", "独生子", "长子", "次子", "三子", "四子", "五子", "继子", "养子", "女婿"),
    *("女", "女儿", "独生女", "长女", "次女", "三女", "四女", "五女", "继女", "养女", "儿媳"),
    *("孙子", "孙女", "外孙", "外孙子", "外孙女", "孙媳", "孙女婿", "曾孙", "曾孙女"),
    *("父母", "父亲", "母亲", "父", "母", "公公", "婆婆", "岳父", "岳母", "继父", "继母"),
    *("祖父", "祖母", "外祖父", "外祖母", "爷爷", "奶奶", "外公", "外婆", "曾祖父", "曾祖母"),
    *("兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹", "兄弟", "姐妹", "嫂子", "弟媳"),
    *("伯父", "叔父", "姑母", "舅父", "姨母", "侄子", "侄女", "外甥", "外甥女"),
    *("家人", "亲属", "其他亲属", "非亲属", "保姆", "租客", "合租", "寄居", "其他"),
)
ALIKE: Mapping[str, str] = MappingProxyType({"本人": HEAD, "户主本人": HEAD, "本户户主": HEAD})


def relation_called(said: str) -> str:
    """Bring a relation to its one spelling; of one that nobody knows, nothing."""
    plain = ALIKE.get(said, said)
    return plain if plain in RELATIONS else ""


class Trait(StrEnum):
    """What a list of people can change about somebody on the register."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    BORN_ON = "born_on"
    DOOR = "door"
    RELATION = "relation"
    HOUSEHOLD = "household"
    ORIGIN = "origin"
    RETURN = "return"

    @property
    def label(self) -> Words:
        return Words(TRAITS[self])


TRAITS: Mapping[str, str] = MappingProxyType(
    {
        "name": "姓名",
        "phone": "电话",
        "id_number": "身份证号",
        "born_on": "出生日期",
        "door": "住处",
        "relation": "与户主关系",
        "household": "户号",
        "origin": "来源地",
        "return": "迁回",
    }
)


class Doubt(StrEnum):
    """Why somebody on a list cannot be told apart or taken in without a person's look."""

    OTHER_NAME = "other_name"
    ELSEWHERE = "elsewhere"
    SEVERAL = "several"

    @property
    def sentence(self) -> str:
        return DOUBTS[self]


DOUBTS: Mapping[str, str] = MappingProxyType(
    {
        "other_name": "这个身份证号在登记册上是另一个名字，请核对是抄错了号码还是改了名。",
        "elsewhere": "这个人登记在别的区域，请先由那里办迁出。",
        "several": "这个门里登记着两个同名的人，请写上身份证号或出生日期。",
    }
)
