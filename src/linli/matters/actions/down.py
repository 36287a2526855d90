"""不往下推: what belongs to a department, or to a desk above, is not laid on the community."""

from datetime import datetime

from linli.kernel.errors import Refusal
from linli.matters.actions.moving import options_of
from linli.matters.models import NUMBER_OF_DESK, Matter
from linli.matters.options import ROUTES
from linli.matters.routing import Route
from linli.people.models import Organisation, Person
from linli.people.queries import held_posts_at
from linli.people.rules import OrganisationKind, Reach
from linli.places.models import Area
from linli.places.rules import AreaKind


class NotForTheCommunity(Refusal):
    """北京市接诉即办工作条例第十七条；国办函〔2025〕66号：应由职能部门办理的，不得分派基层。"""


def refuse_sending_down(matter: Matter, below: Area) -> None:
    """退回: what the rule gives to a desk above, or a department has, stays above."""
    if below.kind == AreaKind.COMMUNITY:
        _refuse(matter, matter.route, matter.unit)


def refuse_giving_down(
    matter: Matter, handler: Person, unit: Organisation | None, route: str, *, at: datetime
) -> None:
    """分派: a desk above does not give such a matter to somebody who serves the community.

    Under another rule, which is on record with the dispatch, it may: the words had misled.
    """
    if matter.desk.kind != AreaKind.COMMUNITY and unit is None and _serves_below(handler, at):
        _refuse(matter, route or matter.route, None)


def _refuse(matter: Matter, route: str, unit: Organisation | None) -> None:
    rule = _route(matter, route)
    if rule and NUMBER_OF_DESK[rule.desk] > NUMBER_OF_DESK[AreaKind.COMMUNITY]:
        raise NotForTheCommunity(
            "“{rule}”归{desk}和职能部门办，不能推给社区（北京市接诉即办工作条例第十七条、"
            "国办函〔2025〕66号）。分错了类的，请先改派、换一条规则。",
            rule=rule.label,
            desk=rule.desk.label,
        )
    if unit and unit.kind == OrganisationKind.DEPARTMENT:
        raise NotForTheCommunity(
            "“{unit}”在办的事不能推给社区（北京市接诉即办工作条例第十七条、"
            "国办函〔2025〕66号）。部门办不了的，请改派别的部门或再上报。",
            unit=unit.name,
        )


def _route(matter: Matter, code: str) -> Route | None:
    return next((one for one in options_of(matter)[ROUTES] if one.code == code), None)


def _serves_below(handler: Person, at: datetime) -> bool:
    """Whether all that they hold is a desk of the community or stairs."""
    held = [post for post in held_posts_at(handler, at) if post.reach is not Reach.NOTHING]
    above = (AreaKind.SUBDISTRICT, AreaKind.COUNTY)
    return bool(held) and not any(
        post.reach is Reach.UNIT or post.area_kind in above for post in held
    )
