"""The time bank of a replay: inputs only; hours, credits and refusals follow from the rules."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from linli.demo.replaying import replay
from linli.demo.rows import Row
from linli.demo.script import REPLAYS, Script, read_script
from linli.demo.testing import tell_small
from linli.demo.tests.test_replaying import a_database_of_its_own
from linli.indicators.queries import figures_of, window
from linli.kernel import clock
from linli.kernel.indicators import Indicator
from linli.ledger.models import LedgerAccount
from linli.ledger.options import TERMS
from linli.ledger.queries import verify_ledger
from linli.ledger.rules import Book
from linli.places.queries import area_of_code
from linli.playbooks.queries import Pack, pack_named
from linli.service_orders.models import ServiceOrder
from linli.service_orders.options import SERVICES
from linli.store.options import DEEDS

pytestmark = pytest.mark.django_db
NAME = "guangzhou_timebank"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a telling came to."""

    states: Counter[str]
    credits: int
    refused: tuple[str, ...]
    figures: dict[str, int]
    pairs: int
    """Of how many services and classes of recipients one was carried through for the other."""


def script_with(orders: Sequence[str], *, uses: Sequence[str] = ()) -> Script:
    """The people of 广州's replay, of their orders and uses of credit only these."""
    whole = read_script(REPLAYS / NAME)
    files = {
        **whole.timebank,
        "orders": [row for row in whole.timebank["orders"] if row["order"] in orders],
        "uses": [row for row in whole.timebank["uses"] if row["use_id"] in uses],
    }
    return replace(whole, timebank=files)


def told(script: Script, *, pack: Pack | None = None) -> Told:
    with a_database_of_its_own():
        telling = tell_small(script, pack=pack)
        assert not verify_ledger().faults
        people = LedgerAccount.objects.filter(kind="person", book=Book.HOUR)
        return Told(
            states=Counter(ServiceOrder.objects.values_list("state", flat=True)),
            credits=sum(people.values_list("posted", flat=True)),
            refused=tuple(one.kind for one in telling.bank.refused),
            figures={one.headline.key: one.value for one in figures_of(NAME)},
            pairs=pairs(),
        )


def pairs() -> int:
    place = area_of_code("440199000000")
    assert place
    until = window(None, date(2023, 8, 1))
    return Indicator.registry["timebank.kinds_by_class"].value(place.ref, until)


def without(script: Script, file: str, column: str, value: str) -> Script:
    kept = [row for row in script.timebank[file] if row[column] != value]
    return replace(script, timebank={**script.timebank, file: kept})


def test_without_one_order_fewer_kinds_were_carried_through() -> None:
    """g01 is company on the way, g02 a bath by two; both for 何金娣."""
    script = script_with(["g01", "g02"])

    before, after = told(script), told(without(script, "orders", "order", "g02"))

    assert before.states == {"rated": 2}
    assert (before.credits, after.credits) == (3 + 2 * 2, 3)
    assert (before.pairs, after.pairs) == (2, 1)
    assert before.figures["specialist_service_types"] == 1
    assert after.figures["specialist_service_types"] == 0
    assert before.figures["minimum_volunteer_age"] == 18


def test_other_minutes_a_credit_give_other_credits() -> None:
    script = script_with(["g01"])
    script = replace(
        script, timebank={k: v for k, v in script.timebank.items() if k != "city_policies"}
    )
    pack = pack_named(NAME)
    dearer = with_minutes_a_credit(pack, 90)

    assert told(script, pack=pack).credits == 3
    assert told(script, pack=dearer).credits == 2


def test_another_certificate_in_the_catalogue_and_nobody_can_take_it() -> None:
    script = script_with(["g02"])
    pack = pack_named(NAME)

    changed = told(script, pack=with_certificate(pack, "bathing_aid", "lawyer"))

    assert told(script, pack=pack).states == {"rated": 1}
    assert changed.states == {"expired": 1}
    assert changed.refused.count("CannotDoIt") == 2
    assert changed.figures["specialist_service_types"] == 0


def test_what_the_rules_do_not_allow_stands_in_the_story() -> None:
    """A pupil, a lawyer whose paper lapsed, one of no class, one without a mandate."""
    last_legal = [
        row["order"]
        for row in read_script(REPLAYS / NAME).timebank["orders"]
        if row["service"] == "legal_advice" and row["starts_at"] > "2023-05"
    ][:1]

    story = told(script_with([*last_legal, "g71", "g72"], uses=["u4", "u9"]))

    assert Counter(story.refused) == {
        "TooYoung": 1,
        "NotEligible": 1,
        "NotPermitted": 1,
        "CannotDoIt": 1,
        "NotARelative": 1,
        "NotEarnedYet": 1,
    }
    assert story.states["rated"] == 1


def test_without_the_papers_there_is_no_gift() -> None:
    """Four long mornings give 谭悦 12 hours; ten may go to a father, by the papers alone."""
    walks = ["g01", "g03", "g05", "g07"]
    script = script_with(walks, uses=["u6"])

    given = told(script)
    refused = told(without(script, "kinships", "relative", "f1"))

    assert given.figures["uses_of_credit"] == 1
    assert "NotARelative" not in given.refused
    assert refused.figures["uses_of_credit"] == 0
    assert "NotARelative" in refused.refused


def test_without_one_activity_hours_and_activities_of_dalong_are_fewer() -> None:
    whole = read_script(REPLAYS / "dalong")
    first, second = whole.timebank["activities"][:2]
    names = {*first["volunteers"].split(), *second["volunteers"].split()}
    script = replace(
        whole,
        inputs=[],
        residents=tuple(one for one in whole.residents if one.id in names),
        posts=[row for row in whole.posts if not row["person"].startswith("r")],
        members=[row for row in whole.members if row["person"] in names],
        timebank={
            **{name: rows for name, rows in whole.timebank.items() if name == "teams"},
            "volunteers": of(whole.timebank["volunteers"], names),
            "activities": [first, second],
        },
        surveys=[],
        survey_answers=[],
        disputes=[],
    )
    teams = {row["organisation"] for row in script.members}
    kept = [row for row in script.timebank["teams"] if row["organisation"] in teams]
    script = replace(script, timebank={**script.timebank, "teams": kept})

    before = dalong(script)
    after = dalong(without(script, "activities", "activity", second["activity"]))

    gone = int(second["minutes"]) * len(second["volunteers"].split()) // 60
    assert (before["volunteer_activities"], after["volunteer_activities"]) == (2, 1)
    assert before["volunteer_hours"] - after["volunteer_hours"] == gone


def test_points_of_households_follow_from_what_they_did_and_from_the_table() -> None:
    """Two deeds of one household of 金秋, and one that a grid leader notes for their own."""
    whole = read_script(REPLAYS / "jinqiu")
    deeds = whole.timebank["household_deeds"]
    own = next(row for row in deeds if row["person"] == row["walker"])
    chosen = [row for row in deeds if row["person"] == deeds[0]["person"]][:2]
    names = {row[column] for row in (*chosen, own) for column in ("person", "walker")}
    script = replace(
        whole,
        inputs=[],
        residents=tuple(one for one in whole.residents if one.id in names),
        posts=[
            r for r in whole.posts if not r["person"].startswith("r") or r["person"] in names
        ],
        members=[row for row in whole.members if row["person"] in names],
        timebank={"household_deeds": [*chosen, own]},
        surveys=[],
        survey_answers=[],
        disputes=[],
    )
    pack = pack_named("jinqiu")
    fewer = without(script, "household_deeds", "deed", chosen[1]["deed"])

    both, one = points(script, pack), points(fewer, pack)
    dearer = points(script, with_a_point_more(pack))

    assert both[0] > one[0] > 0
    assert dearer[0] == both[0] + 2
    assert both[1] == ("NotPermitted",)


def points(script: Script, pack: Pack) -> tuple[int, tuple[str, ...]]:
    """How many points households were given, and what was refused."""
    with a_database_of_its_own():
        telling = tell_small(script, pack=pack)
        until = window(None, date(2025, 1, 1))
        given = Indicator.registry["store.household_points"].value(
            telling.stage.place.ref, until
        )
        return given, tuple(one.kind for one in telling.bank.refused)


def with_a_point_more(pack: Pack) -> Pack:
    """The same playbook, but each deed of its table is worth a point more."""
    deeds = tuple(replace(one, points=one.points + 1) for one in pack[DEEDS])
    return replace(pack, values={**pack.values, DEEDS: deeds})


def dalong(script: Script) -> dict[str, int]:
    with a_database_of_its_own():
        tell_small(script)
        return {one.headline.key: one.value for one in figures_of("dalong")}


def of(rows: Sequence[Row], names: set[str]) -> list[Row]:
    return [row for row in rows if row["person"] in names]


def with_minutes_a_credit(pack: Pack, minutes: int) -> Pack:
    """The same playbook, but an hour is longer."""
    terms = tuple(
        replace(one, minutes_a_credit=minutes) if one.book is Book.HOUR else one
        for one in pack[TERMS]
    )
    return replace(pack, values={**pack.values, TERMS: terms})


def with_certificate(pack: Pack, service: str, certificate: str) -> Pack:
    """The same playbook, but one of its services asks for another certificate."""
    services = tuple(
        replace(one, certificates=(certificate,)) if one.code == service else one
        for one in pack[SERVICES]
    )
    return replace(pack, values={**pack.values, SERVICES: services})


@pytest.mark.skipif("LINLI_FULL_REPLAYS" not in os.environ, reason="takes a minute")
def test_the_whole_replay_of_guangzhou_carries_everything_through() -> None:
    script = read_script(REPLAYS / NAME)

    replay(script, pack_named(NAME), now=clock.now)

    assert [one.headline.key for one in figures_of(NAME) if not one.agrees] == []
    assert pairs() == 14 * 5
    assert not verify_ledger().faults
