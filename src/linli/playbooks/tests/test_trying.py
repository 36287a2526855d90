"""规则试跑: before rules change, one reads what they would have done with what was said."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from linli.matters.options import ROUTES
from linli.matters.testing import a_matter
from linli.people.testing import a_browser_of, a_secretary, a_steward, an_administrator
from linli.places.testing import a_neighbourhood
from linli.playbooks import trying
from linli.playbooks.queries import adopted_playbook, pack_named
from linli.playbooks.trying import try_rules

pytestmark = pytest.mark.django_db


def test_it_says_how_many_would_go_elsewhere_and_why() -> None:
    place = a_neighbourhood()
    lamp = a_matter("三号楼的路灯不亮", place=place.unit)

    found = try_rules(pack_named("jinxia"), place.community)

    assert (found.tried, found.moved) == (1, 1)
    [one] = found.listed
    assert one.number == lamp.number
    assert one.old.code == "other"
    assert one.new.code != "other"
    assert "路灯" in one.why_new


def test_the_same_rules_move_nothing() -> None:
    place = a_neighbourhood()
    a_matter("三号楼的路灯不亮", place=place.unit)
    pack = pack_named("jinxia")
    same = replace(pack, values={**pack.values, ROUTES: ROUTES.default})
    assert try_rules(same, place.community).moved == 0


def test_no_more_than_the_last_are_read_and_no_more_than_some_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = a_neighbourhood()
    for _ in range(4):
        a_matter("三号楼的路灯不亮", place=place.unit)
    monkeypatch.setattr(trying, "LAST", 3)
    monkeypatch.setattr(trying, "MOST_LISTED", 2)

    found = try_rules(pack_named("jinxia"), place.community)

    assert (found.tried, found.moved, len(found.listed)) == (3, 3, 2)


def test_the_administrator_tries_and_only_then_adopts() -> None:
    place = a_neighbourhood()
    a_matter("三号楼的路灯不亮", place=place.unit)
    browser = a_browser_of(an_administrator(place.community))
    address = f"/playbook/trial/?area={place.community.pk}"
    form = browser.get(address).context["form"]
    typed = {"key": form["key"].value(), "pack": "jinxia"}
    assert browser.post("/playbook/adoption/", {**typed, "trial": "x"}).status_code == 409

    shown = browser.get(f"{address}&pack=jinxia")

    assert "路灯" in shown.content.decode()
    trial = shown.context["adopting"]["trial"].value()
    done = browser.post("/playbook/adoption/", {**typed, "trial": trial})
    assert done.status_code == 303
    adoption = adopted_playbook(place.community)
    assert adoption
    assert adoption.playbook == "jinxia"


def test_the_secretary_tries_but_does_not_adopt_and_others_do_neither() -> None:
    place = a_neighbourhood()
    address = f"/playbook/trial/?area={place.community.pk}&pack=jinxia"
    secretary = a_browser_of(a_secretary(place.community))
    shown = secretary.get(address)
    assert shown.status_code == 200
    assert shown.context["adopting"] is None
    assert a_browser_of(a_steward(place.building)).get(address).status_code == 403


def test_it_is_tried_on_the_command_line_as_well() -> None:
    place = a_neighbourhood()
    a_matter("三号楼的路灯不亮", place=place.unit)
    said = StringIO()

    call_command("playbook", "trial", "jinxia", place.community.name, stdout=said)

    assert "1" in said.getvalue()
