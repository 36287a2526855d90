"""吹哨: a desk calls several units to one matter, one of them in the lead."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.coordination import policies
from linli.coordination.events import UnitCalled, WhistleBlown
from linli.coordination.models import CalledUnit, Whistle
from linli.coordination.options import LIMITS, WHISTLED_FROM
from linli.coordination.promises import report_in_promise
from linli.coordination.rules import CALLABLE, Ground, Limit
from linli.duties.actions import begin_duty
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.options import pin, resolve
from linli.kernel.words import Moment
from linli.matters import actions as matters
from linli.matters.models import NUMBER_OF_DESK, Involvement, Matter
from linli.matters.rules import Role, Sensitivity
from linli.people.models import Organisation
from linli.people.rules import OrganisationKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind

REPORTING = "report_in"


class NothingAsked(Unreadable):
    pass


class NoWhistleForComplaints(Refusal):
    pass


class LeadIsNoDepartment(Refusal):
    pass


class NotToBeCalled(Refusal):
    pass


class WhistleIsRunning(Refusal):
    pass


@transaction.atomic
def blow_whistle(
    *,
    matter: Matter,
    ground: Ground,
    asked: str,
    lead: Organisation,
    others: Sequence[Organisation] = (),
    by: Viewer,
    at: datetime,
) -> Whistle:
    """吹哨: on one of three grounds; each unit sees the matter and owes to be there in time.

    北京市接诉即办工作条例第十六条.
    """
    options = resolve(matter.place.chain)
    post = policies.whistling_post(by, matter, options[WHISTLED_FROM])
    if post is None:
        raise NotPermitted("只有管得到这件事的工作台可以吹哨；这里规定由哪一级吹，要照规则办。")
    _refuse_unfit(matter, asked, [lead, *others], lead)
    limit = next(limit for limit in options[LIMITS] if limit.ground == ground)
    whistle = _begin(
        Whistle(
            matter=matter,
            desk=Area.objects.select_related("parent").get(pk=post.area_id),
            level=NUMBER_OF_DESK[AreaKind(post.area_kind)],
            ground=ground,
            asked=asked.strip(),
            options_digest=pin(options),
            blown_by_id=post_holder(by),
            blown_at=at,
        )
    )
    event = WhistleBlown(
        subject=matter.ref,
        desk=whistle.desk.ref,
        ground=ground.label,
        lead=lead.ref,
        asked=asked.strip(),
        whistle=whistle.pk,
    )
    journal.record(event, by=by.ref, at=at, place=matter.place.ref)
    for unit in dict.fromkeys([lead, *others]):
        _call(whistle, unit, limit, is_lead=unit == lead, by=by, at=at)
    return whistle


def post_holder(by: Viewer) -> int:
    """The person behind the post that a policy has seen."""
    assert by.person_id is not None  # noqa: S101 - the policy saw a post
    return by.person_id


def promise_to_come(desk: Area, limit: Limit, *, at: datetime) -> Promise:
    """Until when a unit has to be there; who does not come goes one level up from `desk`."""
    above = desk.parent_id is not None
    return report_in_promise(limit, calendar_in_force(), at=at, has_desk_above=above)


def owe_report(called: CalledUnit, desk: Area, promise: Promise, *, at: datetime) -> None:
    """起算报到: from now on the unit owes to be there."""
    begin_duty(
        subject=called.ref,
        kind=REPORTING,
        desk=desk,
        holder=None,
        unit=called.unit,
        promise=promise,
        at=at,
    )


def _begin(whistle: Whistle) -> Whistle:
    try:
        with transaction.atomic():
            whistle.save(force_insert=True)
    except IntegrityError:
        raise WhistleIsRunning("这件事已经吹过哨，还在处置，不用再吹。") from None
    return whistle


def _call(
    whistle: Whistle,
    unit: Organisation,
    limit: Limit,
    *,
    is_lead: bool,
    by: Viewer,
    at: datetime,
) -> None:
    promise = promise_to_come(whistle.desk, limit, at=at)
    called = CalledUnit.objects.create(
        whistle=whistle,
        unit=unit,
        involvement=_let_in(whistle, unit, is_lead=is_lead, by=by, at=at),
        is_lead=is_lead,
        called_at=at,
        report_by=promise.due_at,
    )
    owe_report(called, whistle.desk, promise, at=at)
    event = UnitCalled(
        subject=whistle.matter.ref,
        unit=unit.ref,
        report_by=Moment(promise.due_at.isoformat()),
        whistle=whistle.pk,
    )
    journal.record(event, by=by.ref, at=at, place=whistle.matter.place.ref)


def _let_in(
    whistle: Whistle, unit: Organisation, *, is_lead: bool, by: Viewer, at: datetime
) -> Involvement:
    """The unit sees the matter from now on; who takes part in that role already, still does."""
    role = Role.LEAD if is_lead else Role.CALLED
    running = whistle.matter.involvements.running().filter(organisation=unit, role=role)
    return running.first() or matters.involve(
        matter=whistle.matter, organisation=unit, role=role, why=whistle.asked, by=by, at=at
    )


def _refuse_unfit(
    matter: Matter, asked: str, units: Sequence[Organisation], lead: Organisation
) -> None:
    if not asked.strip():
        raise NothingAsked("请写明要各家到场做什么，被叫的单位都看得到。")
    if matter.sensitivity == Sensitivity.COMPLAINT:
        raise NoWhistleForComplaints("投诉身边工作人员的事由上一级处理，不吹哨。")
    if lead.kind != OrganisationKind.DEPARTMENT:
        raise LeadIsNoDepartment("牵头的要是职能部门，“{unit}”不是。", unit=lead.name)
    for unit in units:
        if unit.kind not in CALLABLE or unit.dissolved_on:
            raise NotToBeCalled("“{unit}”不是可以吹哨叫来的单位。", unit=unit.name)
