"""Who may do what with orders. Actions enforce these; pages hide by them."""

from datetime import date

from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.service_orders.models import (
    Dispute,
    Seat,
    ServiceOrder,
    Stamp,
    Suspicion,
    TimeReview,
)
from linli.service_orders.models.mandates import runs_for
from linli.service_orders.rules import Way


def may_order_for(viewer: Viewer, person: Person, on: date) -> bool:
    """点单：本人，或有“代点单”委托、还没到期的家人、楼长、社区同事。

    Oneself, or who has a mandate for orders that runs that day.
    """
    if viewer.person_id is None:
        return False
    return viewer.person_id == person.pk or runs_for(viewer.person_id, person.pk, on)


def may_take_down(viewer: Viewer, place: Area) -> bool:
    """替人记单（电话、纸上填的）、登记服务对象：那里的工作人员。

    The desk of the place, for those who call or send a paper.
    """
    return viewer.keeps(place.path)


def may_review(viewer: Viewer, order: ServiceOrder) -> bool:
    """看单、发布、派单：那里的工作人员；不能是服务对象或代他点单的人，纸上填的不能是录入的人。

    The desk, but neither the one served nor who speaks for them; paper by a second person.
    """
    if not viewer.keeps(order.place.path) or _is_party(viewer, order):
        return False
    if order.channel in ("paper", "late"):
        return viewer.person_id != order.asked_by_id
    return True


def may_speak(viewer: Viewer, order: ServiceOrder, on: date) -> bool:
    """替服务对象这一方说话（取消、确认、评单）：本人、受托人，或打电话问过的工作人员；来服务的人不行。

    The one served, a delegate, or the desk by telephone; never who serves.
    """
    if _has_a_seat(viewer, order):
        return False
    if may_order_for(viewer, order.recipient.person, on):
        return True
    return viewer.keeps(order.place.path)


def may_confirm(viewer: Viewer, order: ServiceOrder, on: date) -> bool:
    """确认：替服务对象这一方说话的人；到离是打电话记的，记的人不能再替老人确认，换一位同事。

    Who speaks for the recipient; but no one colleague both notes the times and confirms (R09).
    """
    if not may_speak(viewer, order, on):
        return False
    if may_order_for(viewer, order.recipient.person, on):
        return True
    noted = Stamp.objects.filter(seat__order=order, way=Way.CALL, noted_by=viewer.person_id)
    return not noted.exists()


def may_take(viewer: Viewer, order: ServiceOrder) -> bool:
    """接单：登录了的志愿者，不能接自己的，也不能接自己代点的。

    Whoever is known, but not for themselves or for whom they speak.
    """
    if viewer.person_id is None or viewer.person_id == order.asked_by_id:
        return False
    return order.recipient.person_id not in viewer.speaks_for


def may_serve_seat(viewer: Viewer, seat: Seat) -> bool:
    """到、走、退单：接了这张单的人。

    Who has that seat.
    """
    return viewer.is_known and viewer.person_id == seat.person_id


def may_call_in(viewer: Viewer, order: ServiceOrder) -> bool:
    """打电话记到离、记没有来、提出时间：那里的工作人员，两边都不是。

    The desk, belonging to neither side.
    """
    return viewer.keeps(order.place.path) and not _is_party(viewer, order)


def may_rule_time(viewer: Viewer, review: TimeReview) -> bool:
    """复核时间：那里的另一位工作人员，不能是提出的人，也不是任何一边。

    A second colleague, neither the first nor of either side.
    """
    if viewer.person_id == review.proposed_by_id:
        return False
    return may_call_in(viewer, review.seat.order)


def may_dispute(viewer: Viewer, order: ServiceOrder, on: date) -> bool:
    """提出不同说法：服务对象、受托人、来服务的人，或回访的工作人员。

    Either side, or the desk after a call.
    """
    if _has_a_seat(viewer, order):
        return True
    return may_speak(viewer, order, on)


def may_reply(viewer: Viewer, dispute: Dispute, on: date) -> bool:
    """答复：另一方。

    The other side.
    """
    if viewer.person_id == dispute.raised_by_id:
        return False
    if dispute.by_recipient:
        return _has_a_seat(viewer, dispute.order)
    return may_order_for(viewer, dispute.order.recipient.person, on)


def may_rule(viewer: Viewer, dispute: Dispute) -> bool:
    """判断：那里的工作人员里的第三个人：哪一边都不是，也没有提出或答复过。

    A third person of the desk.
    """
    if viewer.person_id in (dispute.raised_by_id, dispute.replied_by_id):
        return False
    return may_call_in(viewer, dispute.order)


def may_look(viewer: Viewer, suspicion: Suspicion) -> bool:
    """看规律：那里的工作人员，涉及自己的由别人看。

    The desk there, unless it is about the viewer.
    """
    about = Seat.objects.filter(order__suspicions=suspicion, person=viewer.person_id)
    return viewer.keeps(suspicion.place.path) and not about.exists()


def _is_party(viewer: Viewer, order: ServiceOrder) -> bool:
    if order.recipient.person_id in viewer.speaks_for:
        return True
    return _has_a_seat(viewer, order)


def _has_a_seat(viewer: Viewer, order: ServiceOrder) -> bool:
    return viewer.is_known and order.seats.filter(person=viewer.person_id).exists()
