"""What is told of two entries of the register that are one person, or were taken for one."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref


class PersonsMerged(
    Event,
    code="people.merged",
    sentence="和{other}合并为一人，移来{moved}条记录。{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    """Its subject is the person who is kept."""

    other: Ref
    moved: int
    reason: str


class TakenInto(
    Event,
    code="people.taken_into",
    sentence="并入{other}",
    personal=[],
    audience=Audience.HOUSE,
):
    """Its subject is the person whose row is empty now."""

    other: Ref


class PersonsParted(
    Event,
    code="people.parted",
    sentence="撤回和{other}的合并，移回{moved}条记录。{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    """Its subject is the person who was kept."""

    other: Ref
    moved: int
    reason: str


class TakenOutAgain(
    Event,
    code="people.taken_out_again",
    sentence="从{other}分出来，恢复成单独一条登记",
    personal=[],
    audience=Audience.HOUSE,
):
    """Its subject is the person whose row is filled again."""

    other: Ref


class PersonsToldApart(
    Event,
    code="people.told_apart",
    sentence="和{other}不是同一人",
    personal=[],
    audience=Audience.HOUSE,
):
    other: Ref
