"""幸福里社区 as a visitor finds it."""

from collections import Counter

import pytest
from django.test import Client

from linli.demo.neighbourhood import lay_and_tell
from linli.demo.personas import CAST
from linli.kernel import installation
from linli.kernel.testing import NOON
from linli.ledger.models import Transfer
from linli.ledger.queries import verify_ledger
from linli.ledger.rules import Code
from linli.matters.models import Exclusion, Matter, Parking, Precedent
from linli.matters.rules import AskedState, ClosingKind, Sensitivity, State
from linli.people.queries import PERSONAS
from linli.service_orders.models import ServiceOrder
from linli.store.models import HouseholdDeed, Redemption
from linli.volunteers.models import Certificate, StarAward
from linli.volunteers.rules.certificates import CertificateState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_demo() -> None:
    lay_and_tell(now=NOON)


def test_there_is_a_matter_in_every_plight_and_every_page_says_it_is_a_story() -> None:
    matters = Matter.objects.all()

    assert matters.filter(state=State.RECEIVED, level_reached=0).exists()
    assert matters.overdue(NOON).exists()
    assert matters.filter(state=State.FINISHED).exists()
    assert matters.filter(state=State.RECEIVED, desk__kind="subdistrict").exists()
    assert matters.exclude(ruling="").exists()
    assert matters.filter(reopenings=1).exists()
    assert matters.filter(reporter=None).exclude(receipt_hash="").exists()
    assert matters.filter(joined__gte=4).exists()
    assert matters.filter(sensitivity=Sensitivity.COMPLAINT).exists()
    installation.is_simulated.cache_clear()

    assert "演示" in Client().get("/figures/").content.decode()


def test_everybody_of_the_cast_is_somebody_and_the_daughter_speaks_for_her_mother() -> None:
    offered = {persona.code: persona for persona in PERSONAS}

    for code, *_ in CAST:
        assert offered[code].person() is not None

    elder = next(one.person() for one in PERSONAS if one.code == "elder")

    assert elder
    assert elder.born_on
    assert NOON.year - elder.born_on.year >= 77
    given = elder.given_mandates.order_by("scope")
    assert [(one.scope, one.delegate.name) for one in given] == [
        ("matters", "周晓棠"),
        ("orders", "周晓棠"),
    ]


def test_what_goes_no_straight_way_is_among_the_scenes() -> None:
    matters = Matter.objects.all()

    assert Precedent.objects.get().owner == "清江区住房和城乡建设局"
    assert Parking.objects.get(ended_at=None).matter.state == State.PARKED
    assert matters.get(state=State.MERGED).merged_into
    assert matters.get(state=State.SPLIT).parts.count() == 2
    assert matters.filter(closing_kind=ClosingKind.REFERRED).exists()
    assert matters.filter(closing_basis="private_right", called_in_vain="not_reached").exists()
    assert Exclusion.objects.get().state == AskedState.ASKED


def test_the_time_bank_has_a_scene_for_each_part() -> None:
    waits = ServiceOrder.objects.values_list("state", flat=True)
    daughter = ServiceOrder.objects.values_list("asked_by__name", flat=True)

    assert Counter(waits) == {"rated": 4, "accepted": 1, "published": 1, "submitted": 1}
    assert set(daughter) == {"周晓棠"}
    assert StarAward.objects.get().star == 1
    assert Certificate.objects.get().state == CertificateState.LAPSED
    assert sorted(Redemption.objects.values_list("state", flat=True)) == [
        "handed_over",
        "reserved",
    ]
    assert Transfer.objects.filter(code=Code.GIFT).count() == 1
    assert HouseholdDeed.objects.filter(state="proposed").count() == 1
    assert not verify_ledger().faults
