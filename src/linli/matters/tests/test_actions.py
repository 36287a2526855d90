"""What each action does, and what it refuses."""

from datetime import timedelta

import pytest

from linli.duties.actions import look_after_duties
from linli.duties.models import Duty
from linli.kernel import journal, options, outbox
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, MatterMovedOn, Word
from linli.matters.actions.closing import OutcomeMissing
from linli.matters.actions.desk import NoDeskAbove, NotToBeGivenTo, ReasonMissing
from linli.matters.actions.handling import NothingNoted, TooLongAnExtension
from linli.matters.actions.reporting import (
    AlreadyJoined,
    MandateMissing,
    NothingSaid,
    NotInACommunity,
    NotOpenToJoin,
    UnknownChannel,
    receipt_hash,
)
from linli.matters.events import (
    MatterClosed,
    MatterDispatched,
    MatterEscalatedByRule,
    MatterReopened,
    MatterReported,
    MatterReportedFor,
)
from linli.matters.models import Matter
from linli.matters.options import TIERS
from linli.matters.rules import ClosingKind, Sensitivity, State, StepNotAllowed
from linli.matters.testing import (
    a_dispatched_matter,
    a_finished_matter,
    a_matter,
    a_matter_in_work,
)
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_person,
    a_secretary,
    a_steward,
    a_subdistrict_clerk,
    viewing,
)
from linli.people.viewer import Viewer
from linli.places.testing import a_neighbourhood
from linli.ratings.actions import AlreadyRated, TooLateToRate
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Answer, Satisfied, Solved, TakenBy

pytestmark = pytest.mark.django_db

CONTENT = Answer(solved=Solved.YES, satisfied=Satisfied.VERY)
UNHAPPY = Answer(solved=Solved.NO, satisfied=Satisfied.NOT, comment="下雨还是漏")
RECEIPT = "7K3M92QX"


def let_time_pass(until: timedelta) -> None:
    look_after_duties(NOON + until)
    while outbox.deliver_next(at=NOON + until):
        pass


def fresh(matter: Matter) -> Matter:
    found = Matter.objects.select_related("place", "desk__parent", "handler", "unit")
    return found.get(pk=matter.pk)


def the_slip(matter: Matter) -> RatingSlip:
    return RatingSlip.objects.get(subject=matter.ref, turn=matter.turn, person=matter.reporter)


class TestReporting:
    """收"""

    def test_a_neighbour_says_what_is_wrong_and_is_promised_a_day(self) -> None:
        matter = a_matter("楼道灯不亮。天黑看不见。")

        assert matter.standing is State.RECEIVED
        assert matter.title == "楼道灯不亮"
        assert matter.number == "LL-2026-000001"
        assert len(matter.spoken_code) == 5
        assert matter.desk.kind == "community"
        # NOON is a Monday: three working days for a small matter end on Thursday evening.
        assert matter.due_at > NOON + timedelta(days=3)
        [told] = journal.events(MatterReported, subject=matter.ref)
        assert told.words == "楼道灯不亮。天黑看不见。"

    def test_an_unnamed_neighbour_is_led_back_by_the_receipt_alone(self) -> None:
        here = a_neighbourhood().building
        word = Word(words="有人半夜装修", place=here)

        matter = actions.report_matter(word=word, by=A_STRANGER, receipt=RECEIPT, at=NOON)

        assert matter.reporter is None
        assert RECEIPT not in str(list(Entry.objects.values_list("facts", flat=True)))
        with_receipt = Viewer(receipts=frozenset({receipt_hash(RECEIPT)}))
        assert Matter.objects.visible_to(with_receipt).get() == matter
        assert not Matter.objects.visible_to(A_STRANGER).exists()

    def test_who_serves_there_may_write_it_down_for_another_saying_how_asked(self) -> None:
        place = a_neighbourhood()
        grandmother = a_person("沈奶奶", home=place.unit)
        clerk = viewing(a_clerk(place.community))
        word = Word(words="水管漏了", place=place.unit, channel="phone")

        actions.report_matter(
            word=word, reporter=grandmother, evidence="电话口头委托", by=clerk, at=NOON
        )

        [told] = journal.events(MatterReportedFor, subject=Matter.objects.get().ref)
        assert (told.reporter, told.evidence) == (grandmother.ref, "电话口头委托")

    def test_nobody_speaks_for_another_without_a_mandate(self) -> None:
        place = a_neighbourhood()
        grandmother = a_person("沈奶奶", home=place.unit)
        word = Word(words="水管漏了", place=place.unit)

        for by, evidence in (
            (viewing(a_person("路人", home=place.unit)), "她让我说的"),
            (viewing(a_clerk(place.community)), ""),
            (A_STRANGER, "她让我说的"),
        ):
            with pytest.raises(MandateMissing):
                actions.report_matter(
                    word=word, reporter=grandmother, evidence=evidence, by=by, at=NOON
                )

    @pytest.mark.parametrize("words", ["", "  \n ", "长" * 2001])
    def test_nothing_or_too_much_is_asked_for_again(self, words: str) -> None:
        with pytest.raises(NothingSaid):
            a_matter(words)

    def test_an_unknown_channel_is_refused(self) -> None:
        word = Word(words="灯不亮", place=a_neighbourhood().unit, channel="pigeon")

        with pytest.raises(UnknownChannel):
            actions.report_matter(word=word, by=A_STRANGER, at=NOON)

    def test_a_place_outside_any_community_has_no_desk(self) -> None:
        word = Word(words="灯不亮", place=a_neighbourhood().subdistrict)

        with pytest.raises(NotInACommunity):
            actions.report_matter(word=word, by=A_STRANGER, at=NOON)

    def test_a_complaint_about_a_clerk_goes_one_level_up_and_never_to_that_clerk(self) -> None:
        place = a_neighbourhood()
        clerk, secretary = a_clerk(place.community), a_secretary(place.community)
        upstairs = a_subdistrict_clerk(place.subdistrict)
        word = Word(words="窗口态度不好", place=place.unit, concerns=clerk)

        matter = actions.report_matter(word=word, by=A_STRANGER, at=NOON)

        assert matter.desk == place.subdistrict
        assert matter.sensitivity == Sensitivity.COMPLAINT
        assert not Matter.objects.visible_to(viewing(clerk)).exists()
        assert not Matter.objects.visible_to(viewing(secretary)).exists()
        assert Matter.objects.visible_to(viewing(upstairs)).get() == matter
        with pytest.raises(NotToBeGivenTo):
            actions.dispatch_matter(
                matter=matter,
                assignment=Assignment(handler=clerk),
                by=viewing(upstairs),
                at=NOON,
            )

    def test_neighbours_join_and_are_all_asked_in_the_end(self) -> None:
        matter = a_matter_in_work()
        neighbour = a_person("江师傅", home=matter.place)

        actions.join_matter(matter=matter, by=viewing(neighbour), words="我家也是", at=NOON)
        assert matter.handler
        actions.finish_matter(
            matter=fresh(matter),
            measure="",
            outcome="修好了",
            by=viewing(matter.handler),
            at=NOON,
        )

        asked = set(RatingSlip.objects.values_list("person", flat=True))
        assert asked == {matter.reporter_id, neighbour.pk}

    def test_nobody_joins_twice_nor_his_own_matter(self) -> None:
        matter = a_matter()
        assert matter.reporter
        neighbour = viewing(a_person("江师傅", home=matter.place))
        actions.join_matter(matter=matter, by=neighbour, at=NOON)

        for by in (neighbour, viewing(matter.reporter)):
            with pytest.raises(AlreadyJoined):
                actions.join_matter(matter=matter, by=by, at=NOON)

    def test_what_is_closed_or_private_is_not_joined(self) -> None:
        neighbour = viewing(a_person("江师傅"))
        private = a_matter()
        Matter.objects.filter(pk=private.pk).update(sensitivity=Sensitivity.PRIVATE)

        with pytest.raises(NotOpenToJoin):
            actions.join_matter(matter=fresh(private), by=neighbour, at=NOON)


class TestDispatching:
    """分"""

    def test_the_desk_names_who_does_it_and_two_clocks_run(self) -> None:
        matter = a_dispatched_matter()

        assert matter.standing is State.DISPATCHED
        duty = Duty.objects.running().get(subject=matter.ref)
        assert (duty.holder, duty.kind) == (matter.handler, "handle")
        assert duty.calendar_version
        assert matter.reported_at == NOON
        [told] = journal.events(MatterDispatched, subject=matter.ref)
        assert told.why

    def test_only_the_desk_that_has_it_dispatches(self) -> None:
        matter = a_matter()
        steward = a_steward(matter.place)

        for by in (viewing(steward), A_STRANGER, viewing(a_clerk(a_neighbourhood().community))):
            with pytest.raises(NotPermitted):
                actions.dispatch_matter(
                    matter=matter, assignment=Assignment(handler=steward), by=by, at=NOON
                )

    def test_nobody_is_given_what_he_brought_himself(self) -> None:
        matter = a_matter()
        assert matter.reporter
        clerk = viewing(a_clerk(matter.desk))

        with pytest.raises(NotToBeGivenTo):
            actions.dispatch_matter(
                matter=matter, assignment=Assignment(handler=matter.reporter), by=clerk, at=NOON
            )

    def test_what_nobody_signs_for_is_accepted_by_itself(self) -> None:
        matter = a_dispatched_matter()

        let_time_pass(timedelta(days=1))

        assert fresh(matter).standing is State.WORKING
        assert Duty.objects.running().get().accepted_by_itself

    def test_what_stays_overdue_goes_one_level_up_by_itself(self) -> None:
        matter = a_matter_in_work()

        let_time_pass(timedelta(days=30))

        passed_up = fresh(matter)
        assert passed_up.desk.kind == "subdistrict"
        assert (passed_up.standing, passed_up.level_reached) == (State.RECEIVED, 1)
        assert passed_up.handler is None
        assert len(journal.events(MatterEscalatedByRule, subject=matter.ref)) == 1

    def test_time_that_passes_twice_changes_nothing_more(self) -> None:
        matter = a_matter_in_work()
        let_time_pass(timedelta(days=30))
        let_time_pass(timedelta(days=30))  # what the first round has set going is late as well
        told = Entry.objects.filter(subject=matter.ref).count()

        let_time_pass(timedelta(days=30))

        assert Entry.objects.filter(subject=matter.ref).count() == told

    def test_up_with_a_reason_and_back_with_a_ruling(self) -> None:
        matter = a_matter()
        clerk = viewing(a_clerk(matter.desk))
        community, subdistrict = matter.desk, matter.desk.parent
        assert subdistrict
        with pytest.raises(ReasonMissing):
            actions.escalate_matter(matter=matter, reason=" ", by=clerk, at=NOON)

        actions.escalate_matter(matter=matter, reason="要住建部门来看", by=clerk, at=NOON)
        assert matter.desk == subdistrict
        upstairs = viewing(a_subdistrict_clerk(subdistrict))
        with pytest.raises(ReasonMissing):
            actions.send_back(matter=matter, ruling="", by=upstairs, at=NOON)
        actions.send_back(matter=matter, ruling="社区先垫付维修", by=upstairs, at=NOON)

        assert matter.desk == community
        assert (matter.ruling, matter.level_reached) == ("社区先垫付维修", 1)

    def test_the_community_sends_nothing_back_and_above_the_county_is_nothing(self) -> None:
        matter = a_matter()
        clerk = viewing(a_clerk(matter.desk))
        with pytest.raises(NotPermitted):
            actions.send_back(matter=matter, ruling="退", by=clerk, at=NOON)

        Matter.objects.filter(pk=matter.pk).update(desk=matter.desk.parent.parent)  # type: ignore[union-attr]
        top = fresh(matter)
        with pytest.raises(NoDeskAbove):
            actions.escalate_by_rule(matter=top, at=NOON)

    def test_a_running_matter_keeps_the_rules_it_began_under(self) -> None:
        matter = a_matter()
        quick = [{**options.plain(tier), "workdays": 1} for tier in TIERS.default]
        options.choose({TIERS: quick}, place=matter.desk.ref, by="person/1", at=NOON)

        promise = actions.dispatch_matter(
            matter=matter,
            assignment=Assignment(handler=a_steward(matter.place)),
            by=viewing(a_clerk(matter.desk)),
            at=NOON,
        )

        assert promise.due_at == matter.due_at


class TestHandling:
    """跟"""

    def test_the_handler_notes_what_was_seen_and_that_the_reporter_was_called(self) -> None:
        matter = a_matter_in_work()
        assert matter.handler

        actions.note_progress(
            matter=matter,
            words="到现场看过，是线路老化",
            contacted=True,
            by=viewing(matter.handler),
            at=NOON + timedelta(hours=1),
        )

        assert matter.answered_at == NOON + timedelta(hours=1)

    def test_an_empty_note_says_nothing(self) -> None:
        matter = a_matter_in_work()
        assert matter.handler
        with pytest.raises(NothingNoted):
            actions.note_progress(matter=matter, words=" ", by=viewing(matter.handler), at=NOON)

    def test_the_steward_on_the_spot_may_note_and_a_stranger_may_not(self) -> None:
        matter = a_matter_in_work()
        steward = viewing(a_steward(matter.place))

        actions.note_progress(matter=matter, words="拉了警示带", by=steward, at=NOON)
        with pytest.raises(NotPermitted):
            actions.note_progress(matter=matter, words="看热闹", by=A_STRANGER, at=NOON)

    def test_an_extension_moves_the_promise_with_a_reason(self) -> None:
        matter = a_matter_in_work()
        assert matter.handler
        before = matter.due_at

        actions.extend_matter(
            matter=matter, workdays=5, reason="等配件", by=viewing(matter.handler), at=NOON
        )

        assert matter.due_at > before
        assert Duty.objects.running().get().extensions == 1

    @pytest.mark.parametrize(
        ("workdays", "reason", "refusal"),
        [
            (5, " ", NothingNoted),
            (0, "等配件", TooLongAnExtension),
            (31, "等", TooLongAnExtension),
        ],
    )
    def test_an_extension_without_reason_or_measure_is_refused(
        self, workdays: int, reason: str, refusal: type[Exception]
    ) -> None:
        matter = a_matter_in_work()
        assert matter.handler
        with pytest.raises(refusal):
            actions.extend_matter(
                matter=matter,
                workdays=workdays,
                reason=reason,
                by=viewing(matter.handler),
                at=NOON,
            )

    def test_who_leaves_hands_over_what_is_open_and_it_says_so(self) -> None:
        matter = a_matter_in_work()
        assert matter.handler
        successor = a_person("徐立明", home=matter.place)

        moved = actions.hand_over_matters(
            from_=matter.handler, to=successor, within=matter.desk, by="person/1", at=NOON
        )

        assert moved == 1
        assert fresh(matter).handler == successor
        assert Duty.objects.running().get().holder == successor

    def test_with_nobody_to_follow_it_goes_back_to_the_desk(self) -> None:
        matter = a_matter_in_work()
        assert matter.handler
        assert matter.reporter

        for to in (None, matter.reporter):
            actions.hand_over_matters(
                from_=matter.handler, to=to, within=matter.desk, by="person/1", at=NOON
            )

        back = fresh(matter)
        assert (back.standing, back.handler) == (State.RECEIVED, None)
        assert Duty.objects.running().get().kind == "dispatch"


class TestClosing:
    """结与评"""

    def test_the_handler_finishes_and_the_reporter_is_asked(self) -> None:
        matter = a_finished_matter()

        assert matter.standing is State.FINISHED
        assert the_slip(matter).asked_at == NOON
        assert not Duty.objects.running().exists()

    def test_nobody_else_finishes_and_never_without_an_outcome(self) -> None:
        matter = a_matter_in_work()
        assert matter.handler
        with pytest.raises(NotPermitted):
            actions.finish_matter(
                matter=matter, measure="", outcome="好了", by=A_STRANGER, at=NOON
            )
        with pytest.raises(OutcomeMissing):
            actions.finish_matter(
                matter=matter, measure="", outcome=" ", by=viewing(matter.handler), at=NOON
            )

    def test_of_two_who_finish_at_once_one_wins_and_it_is_told_once(self) -> None:
        seen_by_one = a_matter_in_work()
        seen_by_other = fresh(seen_by_one)
        assert seen_by_one.handler
        by = viewing(seen_by_one.handler)
        actions.finish_matter(matter=seen_by_one, measure="", outcome="好了", by=by, at=NOON)

        with pytest.raises(MatterMovedOn) as refused:
            actions.finish_matter(
                matter=seen_by_other, measure="", outcome="也好了", by=by, at=NOON
            )

        assert refused.value.matter_id == seen_by_one.pk
        assert fresh(seen_by_one).outcome == "好了"

    def test_explained_is_a_way_to_end_of_its_own(self) -> None:
        matter = a_matter_in_work()
        assert matter.handler
        actions.finish_matter(
            matter=matter,
            measure="",
            outcome="这不归社区管，已告诉该找谁",
            closing_kind=ClosingKind.EXPLAINED,
            by=viewing(matter.handler),
            at=NOON,
        )
        assert matter.closing_kind == ClosingKind.EXPLAINED

    def test_a_content_reporter_closes_it(self) -> None:
        matter = a_finished_matter()
        assert matter.reporter

        actions.rate_matter(
            matter=matter,
            slip=the_slip(matter),
            answer=CONTENT,
            by=viewing(matter.reporter),
            at=NOON,
        )

        assert matter.standing is State.CLOSED
        assert (matter.solved, matter.satisfied) == ("yes", "very")
        assert len(journal.events(MatterClosed, subject=matter.ref)) == 1

    def test_a_no_has_it_done_again_one_level_up_once(self) -> None:
        matter = a_finished_matter()
        assert matter.reporter
        by = viewing(matter.reporter)

        actions.rate_matter(
            matter=matter, slip=the_slip(matter), answer=UNHAPPY, by=by, at=NOON
        )

        assert (matter.standing, matter.reopenings) == (State.RECEIVED, 1)
        assert matter.desk.kind == "subdistrict"
        assert len(journal.events(MatterReopened, subject=matter.ref)) == 1

        upstairs = viewing(a_subdistrict_clerk(matter.desk))
        other = a_person("周工", home=matter.place)
        actions.dispatch_matter(
            matter=matter, assignment=Assignment(handler=other), by=upstairs, at=NOON
        )
        actions.finish_matter(
            matter=matter, measure="重做防水", outcome="又修了", by=viewing(other), at=NOON
        )
        actions.rate_matter(
            matter=matter, slip=the_slip(matter), answer=UNHAPPY, by=by, at=NOON
        )
        assert (matter.standing, matter.solved) == (State.CLOSED, "no")

    def test_a_slip_is_used_once_and_not_after_the_matter_was_taken_up_again(self) -> None:
        matter = a_finished_matter()
        assert matter.reporter
        by = viewing(matter.reporter)
        neighbours_slip = RatingSlip.objects.create(
            subject=matter.ref,
            turn=matter.turn,
            person=a_person("江师傅", home=matter.place),
            token="t",
            asked_at=NOON,
            close_at=NOON,
        )
        slip = the_slip(matter)
        actions.rate_matter(matter=matter, slip=slip, answer=UNHAPPY, by=by, at=NOON)

        neighbours_slip.refresh_from_db()
        with pytest.raises(TooLateToRate):
            actions.rate_matter(
                matter=matter, slip=neighbours_slip, answer=CONTENT, by=A_STRANGER, at=NOON
            )
        with pytest.raises(AlreadyRated):
            actions.rate_matter(matter=matter, slip=slip, answer=CONTENT, by=by, at=NOON)

    def test_who_handled_it_never_takes_the_rating_by_phone(self) -> None:
        place = a_neighbourhood()
        handler = a_clerk(place.community, "徐立明")
        colleague = viewing(a_secretary(place.community))
        matter = a_finished_matter(handler=handler, place=place.building)
        by_phone = Answer(solved=Solved.YES, satisfied=Satisfied.FAIRLY, taken_by=TakenBy.PHONE)

        for by in (viewing(handler), A_STRANGER):
            with pytest.raises(NotPermitted):
                actions.rate_matter(
                    matter=matter, slip=the_slip(matter), answer=by_phone, by=by, at=NOON
                )

        actions.rate_matter(
            matter=matter, slip=the_slip(matter), answer=by_phone, by=colleague, at=NOON
        )
        assert matter.standing is State.CLOSED

    def test_what_nobody_rates_is_laid_aside_as_unrated(self) -> None:
        matter = a_finished_matter()

        actions.lapse_matters(NOON + timedelta(days=6))
        assert fresh(matter).standing is State.FINISHED
        actions.lapse_matters(NOON + timedelta(days=8))

        assert (fresh(matter).standing, fresh(matter).solved) == (State.CLOSED, "")

    def test_only_who_brought_it_takes_it_back(self) -> None:
        matter = a_matter_in_work()
        assert matter.reporter
        assert matter.handler
        with pytest.raises(NotPermitted):
            actions.withdraw_matter(
                matter=matter, reason="", by=viewing(matter.handler), at=NOON
            )

        actions.withdraw_matter(
            matter=matter, reason="自己修好了", by=viewing(matter.reporter), at=NOON
        )

        assert matter.standing is State.WITHDRAWN
        with pytest.raises(StepNotAllowed):
            actions.withdraw_matter(
                matter=matter, reason="", by=viewing(matter.reporter), at=NOON
            )
