"""The desk looks at an order: approved or refused with a reason, then published."""

from datetime import datetime

from django.db import transaction

from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.people.viewer import Viewer
from linli.service_orders import credits as paying
from linli.service_orders import policies
from linli.service_orders.actions.common import read_reason, rules_of, take
from linli.service_orders.credits import PaidBy
from linli.service_orders.events import OrderApproved, OrderPublished, OrderRefused
from linli.service_orders.models import ServiceOrder
from linli.service_orders.options import FUND_PAYS
from linli.service_orders.queries.recipients import latest_decision, may_be_served
from linli.service_orders.rules import OrderStep

REVIEWERS = "由那里的工作人员来看；自己的、自己代点的、自己录入的纸单，请换一位同事。"


class NotEligible(Refusal):
    pass


@transaction.atomic
def approve_order(*, order: ServiceOrder, by: Viewer, at: datetime) -> None:
    """通过: whoever is served belongs to one of the classes, or all may order here."""
    _permit(order, by)
    if not may_be_served(order.recipient, rules_of(order), day_of(at)):
        way = WayOut(label="看能不能点单", url=f"/orders/recipients/{order.recipient_id}/")
        raise NotEligible("还没有认定可以点单，或者认定已经到期，先看一看资格。", next_step=way)
    event = OrderApproved(subject=order.ref)
    take(OrderStep.APPROVE, order, event, by=by, at=at, reviewed_by_id=by.person_id)


@transaction.atomic
def refuse_order(*, order: ServiceOrder, reason: str, by: Viewer, at: datetime) -> None:
    """不通过: with a reason that whoever ordered reads."""
    _permit(order, by)
    why = read_reason(reason)
    take(
        OrderStep.REFUSE,
        order,
        OrderRefused(subject=order.ref, reason=why),
        by=by,
        at=at,
        reviewed_by_id=by.person_id,
        reason=why,
        ended_at=at,
    )


@transaction.atomic
def publish_order(*, order: ServiceOrder, by: Viewer, at: datetime) -> None:
    """发布: volunteers see it from now on; what the one served pays is held."""
    _permit(order, by)
    paid_by = payer_of(order)
    held = paying.promise(order, paid_by, by=by, at=at)
    take(
        OrderStep.PUBLISH,
        order,
        OrderPublished(subject=order.ref),
        by=by,
        at=at,
        published_at=at,
        paid_by=paid_by,
        credits=held,
    )


def payer_of(order: ServiceOrder) -> PaidBy:
    """谁出积分: who has earned pays; for who comes first the fund pays where it is so set."""
    decision = latest_decision(order.recipient)
    if decision is None or not decision.is_eligible:
        return PaidBy.NOBODY
    if decision.pays:
        return PaidBy.SELF
    return PaidBy.FUND if decision.is_first and rules_of(order)[FUND_PAYS] else PaidBy.NOBODY


def _permit(order: ServiceOrder, by: Viewer) -> None:
    if not policies.may_review(by, order):
        raise NotPermitted(REVIEWERS)
