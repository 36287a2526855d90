"""How a dispute ends: agreed, broken off, referred, visited, or by its clock."""

from datetime import date, timedelta

import pytest

from linli.duties.actions import look_after_duties
from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.mediation import actions
from linli.mediation.actions import Agreed
from linli.mediation.actions.moving import VISITING
from linli.mediation.models import Case
from linli.mediation.rules import FailedBecause, Form, Fulfilment, State
from linli.mediation.testing import (
    TERMS,
    a_case,
    a_case_in_talks,
    a_panel,
    an_agreed_case,
    the_mediator,
)
from linli.people.testing import A_STRANGER, a_clerk, a_person, viewing
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def running(case: Case) -> list[str]:
    return list(Duty.objects.running().filter(subject=case.ref).values_list("kind", flat=True))


def test_a_written_agreement_states_everything_and_is_signed_by_all() -> None:
    case = a_case_in_talks()
    by, both = viewing(the_mediator(case)), list(case.parties.all())

    def agree(**said: object) -> None:
        whole = {"form": Form.WRITTEN, "terms": TERMS, "fulfil_by": date(2026, 3, 9)}
        whole |= {"disputed": "谁修", "facts": "老化", "fulfilment": "验收", "signed": both}
        agreed = Agreed(**{**whole, **said})  # type: ignore[arg-type]
        actions.reach_agreement(case=case, agreed=agreed, by=by, at=NOON)

    with pytest.raises(actions.TermsMissing):
        agree(terms="")
    with pytest.raises(actions.ContentMissing):
        agree(facts="")
    with pytest.raises(actions.SignaturesMissing):
        agree(signed=both[:1])
    with pytest.raises(actions.FulfilTooEarly):
        agree(fulfil_by=date(2026, 3, 1))
    agree()
    assert case.agreement.signed.count() == len(both)


def test_a_party_may_break_it_off_but_not_judge_it() -> None:
    case = a_case_in_talks()
    party = case.parties.get(side=1).person
    assert party
    with pytest.raises(NotPermitted):
        actions.fail_case(case=case, because=FailedBecause.APART, by=viewing(party), at=NOON)
    with pytest.raises(NotPermitted):
        actions.fail_case(case=case, because=FailedBecause.BROKEN_OFF, by=A_STRANGER, at=NOON)
    actions.fail_case(case=case, because=FailedBecause.BROKEN_OFF, by=viewing(party), at=NOON)
    assert (case.state, case.failed_because) == ("failed", "broken_off")


def test_violence_goes_to_the_police_and_is_not_mediated() -> None:
    case = a_case_in_talks()
    with pytest.raises(NotPermitted):
        actions.refer_to_police(case=case, by=A_STRANGER, at=NOON)
    actions.refer_to_police(case=case, by=viewing(the_mediator(case)), at=NOON)
    assert (case.state, running(case)) == ("referred", [])


def test_what_was_done_in_part_is_visited_again() -> None:
    case = an_agreed_case()
    by = viewing(the_mediator(case))
    with pytest.raises(actions.NothingFound):
        actions.record_visit(case=case, found=Fulfilment.UNKNOWN, by=by, at=LATER)
    with pytest.raises(actions.NextVisitTooEarly):
        actions.record_visit(
            case=case, found=Fulfilment.PARTLY, next_on=date(2026, 3, 1), by=by, at=LATER
        )
    actions.record_visit(case=case, found=Fulfilment.PARTLY, by=by, at=LATER)
    assert (case.state, running(case)) == (State.AGREED, [VISITING])
    actions.record_visit(case=case, found=Fulfilment.BROKEN, by=by, at=LATER)
    assert (case.state, case.fulfilment) == ("closed", "broken")
    assert case.visits.count() == 2


def test_the_clocks_end_what_nobody_ends() -> None:
    waiting, talking, agreed = a_case(), a_case_in_talks(), an_agreed_case()
    much_later = NOON + timedelta(days=200)

    assert look_after_duties(much_later) >= 3
    actions.lapse_consent(case=waiting, at=much_later)
    actions.say_time_ran_out(case=talking, at=much_later)
    actions.lapse_case(case=talking, at=much_later)
    actions.close_unvisited(case=agreed, at=much_later)

    assert (waiting.state, talking.state, agreed.state) == ("declined", "failed", "closed")
    assert (talking.failed_because, agreed.fulfilment) == ("ran_out", "unknown")
    # Told twice, it happens once.
    for again in (waiting, talking, agreed):
        actions.lapse_consent(case=again, at=much_later)
        actions.lapse_case(case=again, at=much_later)
        actions.close_unvisited(case=again, at=much_later)


def test_two_mediators_cannot_both_end_it() -> None:
    case = a_case_in_talks()
    stale, by = Case.objects.get(pk=case.pk), viewing(the_mediator(case))
    actions.fail_case(case=case, because=FailedBecause.APART, by=by, at=NOON)
    with pytest.raises(actions.CaseMovedOn):
        actions.fail_case(case=stale, because=FailedBecause.APART, by=by, at=NOON)


def test_a_committee_is_composed_as_the_law_says() -> None:
    place = a_neighbourhood()
    panel = a_panel(place.community)
    members = [a_person(name, place.unit) for name in ("甲", "乙", "丙")]
    clerk = viewing(a_clerk(place.community))

    def compose(**changed: object) -> object:
        asked = {"organisation": panel, "members": members, "women": 1, "head": members[0]}
        return actions.compose_committee(by=clerk, at=NOON, **(asked | changed))  # type: ignore[arg-type]

    with pytest.raises(actions.CommitteeUnsound):
        compose(members=members[:2])
    with pytest.raises(actions.CommitteeUnsound):
        compose(women=0)
    with pytest.raises(actions.HeadNotAMember):
        compose(head=a_person("丁", place.unit))
    with pytest.raises(NotPermitted):
        actions.compose_committee(
            organisation=panel,
            members=members,
            women=1,
            head=members[0],
            by=viewing(members[0]),
            at=NOON,
        )
    compose()
    other = a_person("戊", place.unit)
    compose(members=[*members[1:], other], head=other)
    belong = panel.memberships.filter(ended_on=None).values_list("person__name", flat=True)
    assert set(belong) == {"乙", "丙", "戊"}
