"""联合评价: the desk that whistled judges who came; never a unit itself."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.coordination import policies
from linli.coordination.actions.ending import settle
from linli.coordination.actions.parting import part_with_unit
from linli.coordination.actions.whistles import post_holder
from linli.coordination.events import UnitJudged, WhistleEndedUnjudged
from linli.coordination.models import CalledUnit, UnitJudgement, Whistle
from linli.coordination.rules import SCORES, Scores, UnitState, WhistleState
from linli.duties.actions import end_duties
from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.references import THE_SYSTEM
from linli.people.viewer import Viewer

NOT_JUDGED = "已经给了结果，过了联合评价的时间"


class NoSuchScore(Unreadable):
    pass


class NothingToJudge(Refusal):
    pass


class JudgedAlready(Refusal):
    pass


@transaction.atomic
def judge_unit(
    *, called: CalledUnit, scores: Scores, by: Viewer, at: datetime
) -> UnitJudgement:
    """联合评价: response, result and attitude from 1 to 5, once, after its result.

    北京市接诉即办工作条例第三十三条: both sides are judged; the unit reads it.
    """
    if not policies.may_judge(by, called):
        raise NotPermitted("由吹哨的工作台评价，被评价单位自己的人不能评。")
    if not {scores.response, scores.result, scores.attitude} <= SCORES.keys():
        raise NoSuchScore("请从 1 分到 5 分里选。")
    if called.standing is not UnitState.DONE:
        raise NothingToJudge("给了结果的单位才评价。")
    judgement = _keep_once(
        UnitJudgement(
            called=called,
            response=scores.response,
            outcome=scores.result,
            attitude=scores.attitude,
            words=scores.words.strip(),
            judge_id=post_holder(by),
            judged_at=at,
        )
    )
    whistle = called.whistle
    event = UnitJudged(
        subject=whistle.matter.ref,
        unit=called.unit.ref,
        response=scores.response,
        outcome=scores.result,
        attitude=scores.attitude,
        whistle=whistle.pk,
    )
    journal.record(event, by=by.ref, at=at, place=whistle.matter.place.ref)
    # One after the other: of the two last judgements that come at once, the second one ends it.
    Whistle.objects.filter(pk=whistle.pk).update(version=F("version") + 1)
    settle(whistle, by=by.ref, at=at)
    part_with_unit(called, "", by=by.ref, at=at)
    return judgement


@transaction.atomic
def end_unjudged(*, whistle: Whistle, at: datetime) -> None:
    """到期收哨: the desk did not judge in time; it ends, and says so."""
    waiting = Whistle.objects.filter(pk=whistle.pk, state=WhistleState.JUDGING)
    if not waiting.update(state=WhistleState.ENDED, ended_at=at, version=F("version") + 1):
        return
    end_duties(subject=whistle.ref, at=at)
    event = WhistleEndedUnjudged(subject=whistle.matter.ref, whistle=whistle.pk)
    journal.record(event, by=THE_SYSTEM, at=at, place=whistle.matter.place.ref)
    units = whistle.units.select_related("involvement__organisation", "involvement__matter")
    for called in units.order_by("pk"):
        if called.involvement:
            called.involvement.matter = whistle.matter
        part_with_unit(called, "", by=THE_SYSTEM, at=at)


def _keep_once(judgement: UnitJudgement) -> UnitJudgement:
    try:
        with transaction.atomic():
            judgement.save(force_insert=True)
    except IntegrityError:
        raise JudgedAlready("这家单位这一次已经评过了。") from None
    return judgement
