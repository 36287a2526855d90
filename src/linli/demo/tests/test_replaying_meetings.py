"""The joint meetings of a replay: read in the order of time, sound in themselves."""

from datetime import datetime

import pytest

from linli.coordination.rules import TableKind
from linli.demo.replaying_meetings import REPLAYS, Table, TaskDone, tables_of
from linli.kernel.dates import HERE

AFTER = datetime(2030, 1, 1, tzinfo=HERE)
TOLD = sorted(path.parent.name for path in REPLAYS.glob("*/meetings.csv"))


@pytest.mark.parametrize("name", TOLD)
def test_what_is_done_was_agreed_before(name: str) -> None:
    told = tables_of(name, until=AFTER)
    tables = [one for one in told if isinstance(one, Table)]
    agreed = {said.matter: table.at for table in tables for said in table.agreed}

    assert [one.at for one in told] == sorted(one.at for one in told)
    assert {table.kind for table in tables} <= set(TableKind)
    assert all(
        agreed[one.matter] < one.at and one.result for one in told if isinstance(one, TaskDone)
    )
    for table in tables:
        assert all(said.due_on > table.at.date() for said in table.agreed)
        assert all(said.decision and said.unit for said in table.agreed)


def test_what_comes_after_the_end_is_not_told_and_no_meetings_are_none() -> None:
    told = tables_of("jinxia", until=AFTER)
    first = told[0].at

    assert tables_of("jinxia", until=first) == []
    assert [one.at for one in tables_of("jinxia", until=told[1].at)] == [first]
    assert tables_of("nowhere", until=AFTER) == []
