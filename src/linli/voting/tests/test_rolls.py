"""A roll: drawn up, hung out, corrected, sealed; after that the database itself refuses."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.portable.sealing import lacks_sealing
from linli.kernel.sealing import SEALINGS
from linli.kernel.testing import NOON
from linli.people.models import Person
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.models import Dwelling
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.voting import actions
from linli.voting.actions import NewEntry
from linli.voting.models import Roll, RollEntry
from linli.voting.queries import corrections_of, entries_seen, rolls_for, sealed_lines
from linli.voting.rules import RollKind, RollState, RollStepNotAllowed, Weight, roll_digest
from linli.voting.testing import A_WEEK_LATER, a_roll

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def clerk(here: Neighbourhood) -> Person:
    return a_clerk(here.community)


@pytest.fixture
def by(clerk: Person) -> Viewer:
    return viewing(clerk)


def a_draft(here: Neighbourhood, by: Viewer, kind: RollKind = RollKind.NAMED) -> Roll:
    return actions.draft_roll(
        name="名册",
        place=here.community,
        kind=kind,
        basis="章程",
        cutoff_on=TODAY,
        by=by,
        at=NOON,
    )


def shown(here: Neighbourhood, by: Viewer, *people: Person) -> Roll:
    roll = a_draft(here, by)
    entries = [NewEntry(person=person) for person in people]
    actions.put_on_roll(roll=roll, entries=entries, by=by, at=NOON)
    actions.show_roll(roll=roll, by=by, at=NOON)
    return roll


def test_a_roll_is_sealed_after_its_days_with_a_digest_of_what_is_on_it(
    here: Neighbourhood, clerk: Person
) -> None:
    wang, chen = a_person("王秀英", here.unit), a_person("陈桂芳", here.unit)

    roll = a_roll(
        [wang, chen],
        weights=[Weight(heads=1, area=9000, units=1), Weight(heads=1, area=12000, units=2)],
        place=here.community,
        by=clerk,
    )

    roll.refresh_from_db()
    assert (roll.size, roll.heads, roll.area, roll.units) == (2, 2, 21000, 3)
    assert roll.digest == roll_digest(sealed_lines(roll))
    assert roll.digest == roll_digest(reversed(list(sealed_lines(roll))))


def test_who_serves_no_desk_draws_up_no_roll(here: Neighbourhood) -> None:
    with pytest.raises(NotPermitted):
        a_draft(here, viewing(a_person(home=here.unit)))


def test_a_roll_without_basis_is_refused(here: Neighbourhood, by: Viewer) -> None:
    with pytest.raises(actions.BasisMissing):
        actions.draft_roll(
            name="名册",
            place=here.community,
            kind=RollKind.NAMED,
            basis=" ",
            cutoff_on=TODAY,
            by=by,
            at=NOON,
        )


def test_residents_of_age_come_from_the_register_on_the_day_that_counts(
    here: Neighbourhood, by: Viewer
) -> None:
    a_person("今天满十八", here.unit, born_on=date(2008, 3, 2))
    a_person("明天才满", here.unit, born_on=date(2008, 3, 3))
    a_person("没有生日", here.unit)
    roll = a_draft(here, by, RollKind.PERSONS)

    actions.fill_from_register(roll=roll, by=by, at=NOON)

    names = set(roll.entries.values_list("person__name", flat=True))
    assert {"今天满十八", "没有生日"} <= names
    assert "明天才满" not in names


def test_each_dwelling_stands_with_its_area(here: Neighbourhood, by: Viewer) -> None:
    Dwelling.objects.create(area=here.unit, number="301", floor_area=8950)
    roll = a_draft(here, by, RollKind.OWNERS)

    actions.fill_from_register(roll=roll, by=by, at=NOON)

    entry = roll.entries.get()
    assert (entry.area, entry.units, entry.person) == (8950, 1, None)


def test_nobody_stands_on_a_roll_twice(here: Neighbourhood, by: Viewer) -> None:
    wang, roll = a_person(home=here.unit), a_draft(here, by)
    with pytest.raises(actions.TwiceOnRoll):
        actions.put_on_roll(roll=roll, entries=[NewEntry(person=wang)] * 2, by=by, at=NOON)
    roll.refresh_from_db()
    with pytest.raises(actions.TwiceOnRoll):
        actions.put_on_roll(roll=roll, entries=[NewEntry()], by=by, at=NOON)


def test_a_roll_of_named_people_is_not_filled_from_the_register(
    here: Neighbourhood, by: Viewer
) -> None:
    with pytest.raises(actions.RollEmpty):
        actions.fill_from_register(roll=a_draft(here, by), by=by, at=NOON)


def test_an_empty_roll_is_not_hung_out(here: Neighbourhood, by: Viewer) -> None:
    with pytest.raises(actions.RollEmpty):
        actions.show_roll(roll=a_draft(here, by), by=by, at=NOON)


def test_while_it_hangs_out_nobody_writes_on_it(here: Neighbourhood, by: Viewer) -> None:
    roll = shown(here, by, a_person(home=here.unit))
    entries = [NewEntry(person=a_person("塞进来的", here.unit))]

    with pytest.raises(RollStepNotAllowed):
        actions.put_on_roll(roll=roll, entries=entries, by=by, at=NOON)


def test_who_was_left_out_asks_and_is_put_on_with_a_reason(
    here: Neighbourhood, by: Viewer
) -> None:
    wang, chen = a_person("王秀英", here.unit), a_person("陈桂芳", here.unit)
    roll = shown(here, by, wang)

    asked = actions.ask_correction(roll=roll, words="漏了我", by=viewing(chen), at=NOON)
    actions.rule_on_correction(
        correction=asked,
        accepted=True,
        reason="户口本核对过",
        add=NewEntry(person=chen),
        by=by,
        at=NOON,
    )

    assert roll.entries.filter(person=chen).exists()
    assert [one.reason for one in corrections_of(roll, viewing(chen))] == ["户口本核对过"]
    assert not corrections_of(roll, viewing(wang))


def test_what_is_refused_changes_nothing(here: Neighbourhood, by: Viewer) -> None:
    wang = a_person("王秀英", here.unit)
    roll = shown(here, by, wang)
    asked = actions.ask_correction(roll=roll, words="他不住这里", by=viewing(wang), at=NOON)

    actions.rule_on_correction(
        correction=asked,
        accepted=False,
        reason="住着",
        remove=roll.entries.get(),
        by=by,
        at=NOON,
    )

    assert roll.entries.count() == 1
    with pytest.raises(actions.AlreadyRuled):
        actions.rule_on_correction(
            correction=asked, accepted=True, reason="又改", by=by, at=NOON
        )


def test_a_ruling_needs_a_reason_and_another_person(
    here: Neighbourhood, clerk: Person, by: Viewer
) -> None:
    roll = shown(here, by, a_person(home=here.unit))
    own = actions.ask_correction(roll=roll, words="漏了我", by=by, at=NOON)
    wang = a_person("王秀英", here.unit)
    other = actions.ask_correction(roll=roll, words="漏了我", by=viewing(wang), at=NOON)

    with pytest.raises(NotPermitted):
        actions.rule_on_correction(correction=own, accepted=True, reason="好", by=by, at=NOON)
    with pytest.raises(actions.RulingWithoutReason):
        actions.rule_on_correction(correction=other, accepted=True, reason=" ", by=by, at=NOON)


def test_strangers_and_empty_words_and_the_late_ask_nothing(
    here: Neighbourhood, by: Viewer
) -> None:
    wang = a_person(home=here.unit)
    roll = shown(here, by, wang)

    for nobody in (A_PASSER_BY, viewing(a_person("外人", a_neighbourhood().unit))):
        with pytest.raises(NotPermitted):
            actions.ask_correction(roll=roll, words="漏了我", by=nobody, at=NOON)
    with pytest.raises(Unreadable):
        actions.ask_correction(roll=roll, words=" ", by=viewing(wang), at=NOON)
    with pytest.raises(Refusal):
        actions.ask_correction(roll=roll, words="晚了", by=viewing(wang), at=A_WEEK_LATER)


def test_it_is_not_sealed_early_nor_with_a_request_unanswered(
    here: Neighbourhood, by: Viewer
) -> None:
    wang = a_person(home=here.unit)
    roll = shown(here, by, wang)
    with pytest.raises(actions.CorrectionsOpen):
        actions.seal_roll(roll=roll, by=by, at=NOON + timedelta(days=6, hours=23))

    actions.ask_correction(roll=roll, words="面积不对", by=viewing(wang), at=NOON)
    with pytest.raises(actions.CorrectionsOpen):
        actions.seal_roll(roll=roll, by=by, at=A_WEEK_LATER)


def test_a_sealed_roll_is_changed_by_nobody_not_even_past_the_program(
    here: Neighbourhood, clerk: Person
) -> None:
    wang, chen = a_person("王秀英", here.unit), a_person("陈桂芳", here.unit)
    roll = a_roll([wang], place=here.community, by=clerk)
    entry = roll.entries.get()
    deeds: list[Callable[[], object]] = [
        lambda: RollEntry.objects.create(roll=roll, key="x", person=chen),
        lambda: RollEntry.objects.filter(pk=entry.pk).update(area=1),
        lambda: RollEntry.objects.filter(pk=entry.pk).delete(),
        lambda: Roll.objects.filter(pk=roll.pk).update(digest="0"),
        lambda: Roll.objects.filter(pk=roll.pk).update(state=RollState.DRAFT, sealed_at=None),
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert entries_seen(viewing(clerk), roll).count() == 1


def test_an_entry_is_not_moved_onto_a_sealed_roll(here: Neighbourhood, clerk: Person) -> None:
    chen = a_person("陈桂芳", here.unit)
    is_sealed = a_roll([a_person(home=here.unit)], place=here.community, by=clerk)
    other = shown(here, viewing(clerk), chen)

    with pytest.raises(DatabaseError), transaction.atomic():
        RollEntry.objects.filter(roll=other).update(roll=is_sealed)


def test_the_triggers_of_what_is_sealed_stand() -> None:
    assert [lacks_sealing(connection, sealing) for sealing in SEALINGS] == [[]] * len(SEALINGS)
    assert SEALINGS


def test_a_roll_is_dropped_with_a_reason(here: Neighbourhood, by: Viewer) -> None:
    roll = shown(here, by, a_person(home=here.unit))
    with pytest.raises(actions.RulingWithoutReason):
        actions.drop_roll(roll=roll, reason="", by=by, at=NOON)

    actions.drop_roll(roll=roll, reason="口径错了", by=by, at=NOON)

    assert roll.standing is RollState.DROPPED


def test_who_looked_before_a_change_does_not_write_over_it(
    here: Neighbourhood, by: Viewer
) -> None:
    roll = shown(here, by, a_person(home=here.unit))
    stale = Roll.objects.get(pk=roll.pk)
    actions.seal_roll(roll=roll, by=by, at=A_WEEK_LATER)

    with pytest.raises(actions.RollMovedOn):
        actions.drop_roll(roll=stale, reason="晚了", by=by, at=A_WEEK_LATER)


def test_drafts_are_seen_by_who_serves_there_alone(here: Neighbourhood, by: Viewer) -> None:
    wang = a_person(home=here.unit)
    draft, hung = a_draft(here, by), shown(here, by, wang)

    assert list(rolls_for(viewing(wang))) == [hung]
    assert set(rolls_for(by)) == {draft, hung}
    assert entries_seen(viewing(a_person("邻居", here.unit)), hung).count() == 0
    assert entries_seen(viewing(wang), hung).count() == 1
