"""The policies of cities that come with the store are sound playbooks of their own."""

from pathlib import Path

import pytest

from linli.kernel.options import plain
from linli.ledger.options import TERMS
from linli.playbooks.linter import check_file, check_text
from linli.store.options import CITY_POLICY
from linli.store.queries.cities import FOLDER, city_packs

PACKS = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_city_is_sound_for_the_linter_of_playbooks(path: Path) -> None:
    reading = check_file(str(path))

    assert [str(fault) for fault in reading.faults] == []
    assert reading.pack
    assert reading.pack.header.code == path.stem


def test_the_linter_and_the_store_read_the_same() -> None:
    for mine in city_packs():
        pack = check_file(str(FOLDER / f"{mine.code}.yaml")).pack
        assert pack
        assert plain(pack[TERMS]) == plain(mine.terms)
        assert plain(pack[CITY_POLICY]) == plain(mine.policy)


def test_a_slip_in_a_city_is_told_with_its_line() -> None:
    text = PACKS[0].read_text(encoding="utf-8").replace("rounding: keep", "rounding: kept")
    [fault, *_] = check_text(text, file="city.yaml").faults

    assert fault.line > 10
    assert "keep" in str(fault)
