"""志愿服务记录证明: five kinds of information, frozen, checked by anyone, on A4."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.people.testing import a_person, viewing
from linli.volunteers import actions
from linli.volunteers.actions import ProofUnsound
from linli.volunteers.models import RecordProof
from linli.volunteers.queries import proof_by_code
from linli.volunteers.rules import Judgement
from linli.volunteers.rules.proofs import (
    LETTERS,
    DatedLine,
    ProofContent,
    ServedLine,
    grouped,
    plain,
    read,
    written,
)
from linli.volunteers.testing import (
    Station,
    a_record,
    a_service,
    a_station,
    a_volunteer,
    an_applicant,
)

WORDS = st.text(alphabet='王秀英 a#$"\\\n', max_size=12)


@given(WORDS, st.lists(st.tuples(WORDS, st.integers(0, 99)), max_size=4))
def test_what_is_kept_is_read_the_same(name: str, lines: list[tuple[str, int]]) -> None:
    content = ProofContent(
        name=name,
        number="ZY-2026-000001",
        station="和平里社区",
        registered_on="2026-01-01",
        since="",
        until="2026-03-02",
        served=tuple(ServedLine(what=what, times=1, minutes=n) for what, n in lines),
        trained=(DatedLine(title=name, given_by="x", on="2026-01-01"),),
    )

    assert read(written(content)) == content


@given(st.text(alphabet=LETTERS, min_size=12, max_size=12))
def test_a_code_is_found_however_it_is_typed(code: str) -> None:
    assert plain(f" {grouped(code).lower()} ") == code


pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return a_station()


def test_a_proof_says_the_five_kinds_and_stays_as_it_was_given_out(station: Station) -> None:
    volunteer = a_volunteer(station)
    record = a_record(station, volunteer, minutes=90)
    actions.judge_service(record=record, verdict=Judgement.GOOD, by=station.by, at=NOON)
    wrong = a_record(station, volunteer, ends_at=NOON - timedelta(hours=5))
    actions.correct_service(record=wrong, minutes=0, reason="没有去", by=station.by, at=NOON)
    entry = actions.enter_late(
        volunteer=volunteer,
        service=a_service(station.place.compound, ends_at=NOON - timedelta(days=9)),
        evidence="签到表",
        by=station.by,
        at=NOON,
    )
    actions.confirm_late(entry=entry, by=station.by_colleague, at=NOON)
    actions.commend(
        volunteer=volunteer,
        title="最美志愿者",
        awarded_by="县文明办",
        awarded_on=date(2026, 2, 1),
        by=station.by,
        at=NOON,
    )

    proof = actions.issue_proof(volunteer=volunteer, by=viewing(volunteer.person), at=NOON)
    a_record(station, volunteer, ends_at=NOON - timedelta(days=1))

    said = read(RecordProof.objects.get().content)
    assert said.served == (ServedLine(what="陪老人说话", times=2, minutes=150, late=60),)
    assert (said.name, said.number, said.good, said.late) == (
        "王秀英",
        volunteer.number,
        1,
        60,
    )
    assert [line.title for line in said.honoured] == ["最美志愿者"]
    assert proof_by_code(grouped(proof.code)) == proof


def test_only_what_lies_between_the_days(station: Station) -> None:
    volunteer = a_volunteer(station)
    a_record(station, volunteer, ends_at=NOON - timedelta(days=20))
    a_record(station, volunteer, minutes=30)

    proof = actions.issue_proof(
        volunteer=volunteer,
        since=date(2026, 3, 1),
        until=date(2026, 3, 2),
        by=station.by,
        at=NOON,
    )

    assert read(proof.content).minutes == 30


def test_refused_proofs(station: Station) -> None:
    volunteer = a_volunteer(station)
    said: dict[str, Any] = {"volunteer": volunteer, "at": NOON}

    with pytest.raises(NotPermitted):
        actions.issue_proof(**said, by=viewing(a_person("路人")))
    with pytest.raises(ProofUnsound):
        actions.issue_proof(**said, until=date(2026, 3, 3), by=station.by)
    with pytest.raises(ProofUnsound):
        actions.issue_proof(
            **said, since=date(2026, 3, 2), until=date(2026, 3, 1), by=station.by
        )
    with pytest.raises(ProofUnsound):
        actions.issue_proof(volunteer=an_applicant(station, "李梅"), by=station.by, at=NOON)


def test_anybody_checks_it_and_sees_only_what_stands_on_it(station: Station) -> None:
    volunteer = a_volunteer(station)
    a_record(station, volunteer, recipient=a_person("李奶奶", station.place.unit).ref)
    proof = actions.issue_proof(volunteer=volunteer, by=station.by, at=NOON)
    passer_by = Client()

    asked = passer_by.get("/volunteers/proofs/", {"code": grouped(proof.code).lower()})
    assert (asked.status_code, asked["Location"]) == (303, f"/volunteers/proofs/{proof.code}/")
    shown = passer_by.get(asked["Location"]).content.decode()
    assert all(word in shown for word in ("王秀英", volunteer.number or "", "陪老人说话"))
    assert "李奶奶" not in shown
    assert "翠竹苑" not in shown
    wrong = passer_by.get("/volunteers/proofs/", {"code": "AAAA"})
    assert "没有这个验证码" in wrong.content.decode()
    assert passer_by.get("/volunteers/proofs/AAAABBBBCCCC/").status_code == 404


def test_the_sheet_is_a_pdf_that_is_the_same_each_time(station: Station) -> None:
    volunteer = a_volunteer(station, "#strong[王]$x$")
    a_record(station, volunteer)
    proof = actions.issue_proof(volunteer=volunteer, by=station.by, at=NOON)

    first, second = (Client().get(f"/volunteers/proofs/{proof.code}/sheet/") for _ in "12")

    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert b"NotoSansSC" in first.content
    assert first.content == second.content
