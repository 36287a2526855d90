"""退单、挂账、并案、拆分、转介 on their pages: asked, done once, shown where they matter."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.kernel.dates import day_of
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.matters.testing import a_matter, a_matter_in_work
from linli.matters.tests.matter_stories import fresh
from linli.matters.tests.test_involving import a_unit, handler_of
from linli.matters.tests.test_returning import NOT_OURS, returned_twice, upheld, upstairs_of
from linli.people.models import Person
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_secretary,
    a_subdistrict_clerk,
    viewing,
)

pytestmark = pytest.mark.django_db


def done(browser: Client, matter: Matter, noun: str, **typed: Any) -> Matter:
    """Open the form, fill it in, send it: it is done and leads on."""
    address = f"/matters/{matter.number}/{noun}/"
    form = browser.get(address).context["form"]
    said = {"key": form["key"].value(), "version": fresh(matter).version, **typed}
    answer = browser.post(address, said)
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    return fresh(matter)


def at_the_desk_of(matter: Matter) -> Client:
    return a_browser_of(a_clerk(matter.desk))


def the_handler(matter: Matter) -> Client:
    assert matter.handler
    return a_browser_of(matter.handler)


def upstairs(matter: Matter) -> Person:
    assert matter.desk.parent
    return a_subdistrict_clerk(matter.desk.parent)


def told_to_reporter(matter: Matter) -> str:
    assert matter.reporter
    return a_browser_of(matter.reporter).get(f"/matters/{matter.number}/").content.decode()


def test_a_return_is_asked_shown_ruled_on_and_listed_as_precedent() -> None:
    matter = a_matter_in_work()
    above = a_browser_of(upstairs(matter))
    done(the_handler(matter), matter, "objection", ground="not_ours", proof="职责清单")

    listed = above.get("/desk/rulings/").content.decode()
    shown = above.get(f"/desk/{matter.number}/").content.decode()
    assert "职责清单" in listed
    assert "职责清单" in shown
    assert f"/matters/{matter.number}/ruling/" in shown
    assert "consultation" not in shown
    assert "上一级定归谁办" in told_to_reporter(matter)

    matter = done(
        above, matter, "ruling", upheld="yes", desk=matter.desk_id, ruling="路灯归市政"
    )
    assert matter.standing is State.RECEIVED
    assert "路灯归市政" in above.get("/desk/rulings/").content.decode()
    assert "路灯归市政" in at_the_desk_of(matter).get("/desk/rulings/").content.decode()
    assert "退 1 件" in at_the_desk_of(matter).get("/desk/stuck/").content.decode()


def test_a_return_is_refused_on_the_same_page() -> None:
    matter = a_matter_in_work()
    above = a_browser_of(upstairs(matter))
    done(the_handler(matter), matter, "objection", ground="duplicate", proof="和上周的重复")
    ruled = {"upheld": "no", "desk": matter.desk_id, "ruling": "不是一回事"}
    assert done(above, matter, "ruling", **ruled).standing is State.WORKING


def test_the_precedent_stands_beside_the_proposal_for_similar_words() -> None:
    matter = a_matter_in_work()
    by = upstairs_of(matter)
    actions.return_matter(matter=matter, objection=NOT_OURS, by=handler_of(matter), at=NOON)
    upheld(matter, by)

    alike = a_matter(place=matter.place)

    assert "先例" in at_the_desk_of(alike).get(f"/desk/{alike.number}/").content.decode()


def test_a_consultation_names_lead_and_helpers() -> None:
    matter, _ = returned_twice()
    unit, lead = a_unit(matter), a_clerk(matter.desk, "郑主任")
    above = a_browser_of(upstairs(matter))
    shown = above.get(f"/desk/{matter.number}/").content.decode()
    assert f"/matters/{matter.number}/consultation/" in shown
    assert f"/matters/{matter.number}/ruling/" not in shown
    team = {"lead": lead.pk, "unit": unit.pk, "helpers": [f"u{unit.pk}"], "ruling": "一起办"}

    assert done(above, matter, "consultation", **team).standing is State.DISPATCHED


def test_it_is_laid_up_by_the_secretary_shown_and_taken_up_again() -> None:
    matter = a_matter_in_work()
    day = day_of(NOON) + timedelta(days=9)
    plan = {"plan": "等雨停", "milestones": f"{day} 进场", "until": day.isoformat()}
    plan["explanation"] = "下雨天做不了防水"
    done(the_handler(matter), matter, "parking", **plan)
    secretary = a_browser_of(a_secretary(matter.desk))
    assert "等雨停" in secretary.get("/desk/rulings/").content.decode()

    matter = done(secretary, matter, "parking/answer", granted="yes", why="")
    assert matter.standing is State.PARKED
    assert "下雨天做不了防水" in told_to_reporter(matter)
    assert "日 00:00" not in told_to_reporter(matter)
    matter = done(the_handler(matter), matter, "resumption", why="天晴了")
    assert matter.standing is State.WORKING


def test_the_secretary_says_no() -> None:
    matter = a_matter_in_work()
    day = day_of(NOON) + timedelta(days=9)
    plan = {"plan": "等雨停", "milestones": f"{day} 进场", "until": day.isoformat()}
    done(the_handler(matter), matter, "parking", explanation="雨停再做", **plan)
    secretary = a_browser_of(a_secretary(matter.desk))
    matter = done(secretary, matter, "parking/answer", granted="no", why="先搭棚子")
    assert matter.standing is State.WORKING


def test_it_is_merged_into_one_nearby_and_undone() -> None:
    one = a_matter()
    other = a_matter(place=one.place)
    clerk = at_the_desk_of(one)
    assert one.number in clerk.get(f"/matters/{other.number}/merger/").content.decode()

    other = done(clerk, other, "merger", into=one.number, why="同一盏灯")
    assert other.standing is State.MERGED
    assert f"/matters/{one.number}/" in told_to_reporter(other)
    shown = clerk.get(f"/desk/{other.number}/").content.decode()
    assert f"/desk/{one.number}/" in shown
    assert f"并入{one.number}一起办" in re.sub(r"<[^>]*>", "", shown)
    assert "跟着并到的那一件" in shown
    assert "已经归档" not in shown
    assert "和另一件一起办" in told_to_reporter(other)
    assert "了结" not in told_to_reporter(other)
    assert done(clerk, other, "undoing", why="是两盏灯").standing is State.RECEIVED


def test_a_number_of_another_desk_is_not_taken() -> None:
    one, elsewhere = a_matter(), a_matter()
    clerk = at_the_desk_of(one)
    address = f"/matters/{one.number}/merger/"
    form = clerk.get(address).context["form"]
    typed = {"key": form["key"].value(), "version": one.version, "why": "一样"}
    answer = clerk.post(address, {**typed, "number": elsewhere.number})
    assert answer.status_code == 422


def test_what_it_is_merged_into_may_be_meant_by_its_spoken_code() -> None:
    one = a_matter()
    other = a_matter(place=one.place)
    code = f"{one.spoken_code[:2]} {one.spoken_code[2:]}"
    other = done(at_the_desk_of(one), other, "merger", number=code, why="同一盏灯")
    assert other.merged_into == one


def test_it_is_split_and_the_parts_are_shown_to_whoever_brought_it() -> None:
    matter = a_matter()
    clerk = at_the_desk_of(matter)
    matter = done(
        clerk, matter, "parts", words_1="换楼道的灯", words_2="清理堆物", why="两家各办各的"
    )
    assert matter.standing is State.SPLIT
    [one, _] = matter.parts.order_by("pk")
    assert "换楼道的灯" in told_to_reporter(matter)
    assert f"/desk/{one.number}/" in clerk.get(f"/desk/{matter.number}/").content.decode()
    assert f"/desk/{matter.number}/" in clerk.get(f"/desk/{one.number}/").content.decode()
    assert done(clerk, matter, "undoing", why="一家就能办").standing is State.RECEIVED


def test_it_is_referred_and_whoever_brought_it_reads_whom_to_call() -> None:
    matter = a_matter("厂里拖欠工资三个月了")
    clerk = at_the_desk_of(matter)
    matter = done(clerk, matter, "referral", referral="arbitration", words="带上合同")
    assert matter.standing is State.FINISHED
    assert "12333" in told_to_reporter(matter)


def test_the_list_of_rulings_is_for_desks_alone() -> None:
    matter = a_matter()
    assert matter.reporter
    assert a_browser_of(matter.reporter).get("/desk/rulings/").status_code == 403
    assert viewing(matter.reporter).works_a_desk is False
