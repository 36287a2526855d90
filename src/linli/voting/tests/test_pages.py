"""The pages of votes: a roll corrected, a ballot on a phone, papers by two, the count."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.kernel.models import Answer
from linli.kernel.testing import NOON
from linli.people.models import Person
from linli.people.testing import a_browser_of, a_clerk, a_person, viewing
from linli.places.testing import a_neighbourhood
from linli.voting import actions
from linli.voting.actions import NewEntry, NewQuestion
from linli.voting.models import Mark, Poll, Roll, RollCorrection
from linli.voting.rules import RollKind, Secrecy, Weight
from linli.voting.testing import A_WEEK_LATER, AFTERWARDS, Scene, a_poll, the_rule
from linli.voting.verify import faults_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> object:
    def set_to(at: datetime) -> None:
        monkeypatch.setattr("linli.kernel.clock.now", lambda: at)

    set_to(A_WEEK_LATER)
    return set_to


def address(name: str, scene: Scene) -> str:
    return reverse(name, args=[scene.poll.number])


def a_shown_roll() -> tuple[Roll, Person, Person]:
    here = a_neighbourhood()
    clerk, wang = a_clerk(here.community), a_person("王秀英", home=here.unit)
    by = viewing(clerk)
    roll = actions.draft_roll(
        name="名册",
        place=here.community,
        kind=RollKind.NAMED,
        basis="章程",
        cutoff_on=NOON.date(),
        by=by,
        at=NOON,
    )
    actions.put_on_roll(roll=roll, entries=[NewEntry(person=wang)], by=by, at=NOON)
    actions.show_roll(roll=roll, by=by, at=NOON)
    return roll, clerk, wang


def test_a_clerk_draws_up_a_roll_and_hangs_it_out() -> None:
    here = a_neighbourhood()
    clerk = a_clerk(here.community)
    a_person("王秀英", home=here.unit)
    desk = a_browser_of(clerk)
    assert desk.get(reverse("new-roll")).status_code == 200
    sent = {
        "key": "k",
        "name": "居民名册",
        "place": here.community.pk,
        "kind": "persons",
        "basis": "章程第三条",
        "cutoff_on": "2026-03-02",
    }

    answer = desk.post(reverse("new-roll"), sent)
    roll = Roll.objects.get()
    desk.post(reverse("roll-entries", args=[roll.number]))
    desk.post(reverse("roll-showing", args=[roll.number]))

    assert answer.headers["Location"] == reverse("roll", args=[roll.number])
    roll.refresh_from_db()
    assert (roll.state, roll.entries.count()) == ("shown", 2)
    assert "公示到" in desk.get(reverse("roll", args=[roll.number])).text


def test_a_neighbour_reads_masked_names_finds_themselves_and_asks() -> None:
    roll, clerk, wang = a_shown_roll()
    chen = a_person("陈桂芳", home=wang.home)
    page = reverse("roll", args=[roll.number])

    assert "王**" in a_browser_of(chen).get(page).text
    assert "王秀英" not in Client().get(page).text
    assert "册上的您" in a_browser_of(wang).get(page).text
    sent = {"key": "k", "words": "漏了我"}
    answer = a_browser_of(chen).post(reverse("roll-corrections", args=[roll.number]), sent)

    assert answer.status_code == 303
    asked = RollCorrection.objects.get()
    desk = a_browser_of(clerk)
    assert "漏了我" in desk.get(page).text
    chen.refresh_from_db()
    ruled = {"key": "r", "accepted": "yes", "reason": "核对过", "add": chen.name}
    desk.post(reverse("roll-ruling", args=[roll.number, asked.pk]), ruled)
    assert roll.entries.filter(person=chen).exists()
    assert "核对过" in a_browser_of(chen).get(page).text


def test_a_passer_by_is_asked_to_sign_in_before_asking_or_voting(clock: object) -> None:
    scene = a_poll()
    for name in ("ballot", "papers", "poll-count"):
        assert Client().get(address(name, scene)).status_code == 403
    roll, _, _ = a_shown_roll()
    answer = Client().post(reverse("roll-corrections", args=[roll.number]), {"key": "k"})
    assert answer.status_code == 403


def test_a_poll_is_prepared_opened_and_its_codes_are_shown_once(clock: object) -> None:
    scene = a_poll(is_open=False)
    desk = a_browser_of(scene.clerk)
    assert desk.get(reverse("new-poll")).status_code == 200
    sent = {
        "key": "k",
        "title": "换长椅",
        "roll": scene.poll.roll.pk,
        "question": "换吗？",
        "rule": "residents",
        "candidates": "",
        "secrecy": "secret",
        "channels": ["online", "door"],
        "day": "2026-03-20",
        "wall": "18:00",
    }
    desk.post(reverse("new-poll"), sent)
    poll = Poll.objects.get(title="换长椅")
    for place, counter in enumerate(scene.counters):
        said = {"key": f"c{place}", "person": counter.name}
        answer = desk.post(reverse("poll-counters", args=[poll.number]), said)
        assert answer.status_code == 303, answer.text

    opened = desk.post(reverse("poll-opening", args=[poll.number]))

    assert opened.status_code == 200
    assert "no-store" in opened.headers["Cache-Control"]
    assert opened.text.count("监票人口令") == 3
    codes = opened.text.split('"hash strong">')[1:]
    first = codes[0].partition("<")[0]
    assert not any(first.encode() in bytes(kept.body) for kept in Answer.objects.all())
    assert desk.post(reverse("poll-opening", args=[poll.number])).status_code == 409
    assert first not in desk.get(reverse("poll", args=[poll.number])).text


def test_what_cannot_be_asked_is_said_on_the_form(clock: object) -> None:
    scene = a_poll(is_open=False)
    sent = {
        "key": "k",
        "title": "换电梯",
        "roll": scene.poll.roll.pk,
        "question": "换吗？",
        "rule": "owners_ordinary",
        "secrecy": "secret",
        "channels": ["online"],
        "day": "2026-03-20",
        "wall": "18:00",
    }

    answer = a_browser_of(scene.clerk).post(reverse("new-poll"), sent)

    assert answer.status_code == 409
    assert "不能无记名" in answer.text


TWO = (
    NewQuestion(words="种树吗？", rule=the_rule("residents")),
    NewQuestion(words="选谁？", rule=the_rule("election_one"), candidates=("甲某", "乙某")),
)


def test_a_ballot_is_one_question_a_page_and_goes_after_a_look(clock: object) -> None:
    scene = a_poll(*TWO)
    voter = scene.voters[0]
    phone, page = a_browser_of(voter), address("ballot", scene)
    entry = scene.entry_of(voter).key
    assert "等您投票" in phone.get(reverse("votes")).text

    first = phone.get(page)
    assert "种树吗？" in first.text
    assert "选谁？" not in first.text
    second = phone.post(page, {"entry": entry, "q1": "0", "go": "2"})
    assert "选谁？" in second.text
    assert 'name="q1" value="0"' in second.text
    look = phone.post(page, {"entry": entry, "q1": "0", "q2": "1", "go": "confirm"})
    assert "乙某" in look.text
    assert not Mark.objects.exists()
    done = phone.post(page, {"entry": entry, "q1": "0", "q2": "1", "go": "cast"})

    assert "您的回执" in done.text
    assert Mark.objects.count() == 1
    assert "已经投过了" in phone.post(page, {"entry": entry, "q1": "1", "go": "cast"}).text
    assert "等您投票" not in phone.get(reverse("votes")).text


def test_an_empty_answer_is_asked_again_and_a_wrong_one_goes_nowhere(clock: object) -> None:
    scene = a_poll(*TWO)
    phone, page = a_browser_of(scene.voters[0]), address("ballot", scene)

    empty = phone.post(page, {"go": "2"})
    wrong = phone.post(page, {"q1": "9", "go": "cast"})
    many = phone.post(page, {"q1": "0", "q2": ["0", "1"], "go": "cast"})

    assert (empty.status_code, wrong.status_code, many.status_code) == (422, 422, 422)
    assert "请选一项" in empty.text
    assert "最多选1位" in many.text
    assert not Mark.objects.exists()


def test_who_is_not_on_the_roll_is_told_so(clock: object) -> None:
    scene = a_poll()
    for who in (scene.clerk, scene.counters[0]):
        answer = a_browser_of(who).get(address("ballot", scene))
        assert answer.status_code == 403
        assert "不在这次的名册上" in answer.text


def test_papers_are_printed_handed_out_and_read_by_two(
    clock: object,
) -> None:
    scene = a_poll()
    desk = a_browser_of(scene.clerk)
    assert desk.post(address("paper-printing", scene), {"key": "p", "count": "3"})
    sheet = desk.get(address("paper-sheets", scene)).text
    papers = list(scene.poll.papers.order_by("serial"))
    assert all(paper.serial in sheet for paper in papers)
    handed = {"key": "h", "who": scene.voters[0].name, "channel": "door"}
    assert desk.post(address("paper-hand-outs", scene), handed).status_code == 303
    again = desk.post(address("paper-hand-outs", scene), handed | {"key": "h2"})
    assert again.status_code == 409
    assert "已经投过了" in again.text

    clock(AFTERWARDS)  # type: ignore[operator]
    desk.post(address("poll-closing", scene))
    read = {"key": "r", "serial": papers[0].serial, "q1": ["0"]}
    for counter, said in zip(scene.counters, ("noted", "agreed"), strict=False):
        answer = a_browser_of(counter).post(address("paper-readings", scene), read)
        assert answer.headers["Location"].endswith(f"read={said}")
    assert desk.post(address("paper-readings", scene), read).status_code == 403


def test_a_named_paper_comes_back_by_the_code_on_it(clock: object) -> None:
    scene = a_poll(secrecy=Secrecy.NAMED)
    desk = a_browser_of(scene.clerk)
    desk.post(address("paper-printing", scene), {"key": "p", "count": "1"})
    paper = scene.poll.papers.first()
    assert paper
    page = desk.get(f"{address('papers', scene)}?serial={paper.serial}")
    assert paper.serial in page.text
    sent = {"key": "t", "serial": paper.serial, "channel": "paper"}

    assert desk.post(address("paper-take-ins", scene), sent).status_code == 303
    assert Mark.objects.get().entry == paper.entry


def test_counters_open_and_everybody_reads_and_checks(clock: object) -> None:
    scene = a_poll()
    for voter in scene.voters[:5]:
        scene.cast(voter, [0])
    clock(AFTERWARDS)  # type: ignore[operator]
    a_browser_of(scene.clerk).post(address("poll-closing", scene))
    counter = a_browser_of(scene.counters[0])
    wrong = counter.post(address("poll-count", scene), {"key": "k", "papers_in_box": "0"})
    assert wrong.status_code == 409
    assert "口令" in wrong.text
    sent = {"key": "k", "codes": "\n".join(scene.codes[:2]), "papers_in_box": "0"}

    assert counter.post(address("poll-count", scene), sent).status_code == 303

    page = Client().get(address("poll", scene)).text
    assert "通过" in page
    assert "民法典" in page or "组织法" in page
    shown = Client().get(address("public-bundle", scene)).json()
    assert list(faults_in(shown)) == []
    full = counter.post(address("full-bundle", scene)).json()
    assert list(faults_in(full)) == []
    assert full["digest"] in page
    assert counter.post(address("poll-recount", scene)).status_code == 303
    assert a_browser_of(scene.clerk).post(address("full-bundle", scene)).status_code == 403
    assert "def faults_in" in Client().get(reverse("verify-votes")).content.decode()


def test_no_page_shows_a_result_or_the_turnout_while_it_runs(clock: object) -> None:
    scene = a_poll()
    for voter in scene.voters[:5]:
        scene.cast(voter, [0])
    for who in (scene.clerk, scene.counters[0], scene.voters[0]):
        page = a_browser_of(who).get(address("poll", scene)).text
        assert "投了的" not in page
        assert "票数" not in page
        assert "收到一张票" not in page
    assert Client().get(address("public-bundle", scene)).status_code == 409
    assert (
        a_browser_of(scene.counters[0]).post(address("full-bundle", scene)).status_code == 409
    )


def test_areas_that_tell_whose_ballot_it_is_stay_with_the_counters(clock: object) -> None:
    ask = NewQuestion(words="换电梯吗？", rule=the_rule("owners_ordinary"))
    flats = [Weight(heads=1, area=8000 + n, units=1) for n in range(6)]
    scene = a_poll(ask, weights=flats, secrecy=Secrecy.NAMED)
    for voter in scene.voters[:5]:
        scene.cast(voter, [0])
    scene.close()
    scene.count()

    page = Client().get(address("poll", scene)).text

    assert "只公布总数" in page
    assert "400.10 ㎡" in page
    assert "征询意向" in page
    assert Client().get(address("public-bundle", scene)).status_code == 409


def test_a_draft_is_not_there_for_a_stranger(clock: object) -> None:
    scene = a_poll(is_open=False)
    assert Client().get(address("poll", scene)).status_code == 404
    assert a_browser_of(scene.clerk).get(address("poll", scene)).status_code == 200


def test_extension_withdrawal_and_proxies_on_the_page(clock: object) -> None:
    scene = a_poll()
    desk, wang = a_browser_of(scene.clerk), a_browser_of(scene.voters[0])
    chen = scene.voters[1]
    Person.objects.filter(pk=chen.pk).update(spoken_code="47261")
    said = {"key": "x", "holder": chen.name, "code": "99999", "evidence": "3月9日签"}
    assert wang.post(address("poll-proxies", scene), said).status_code == 422
    answer = wang.post(address("poll-proxies", scene), said | {"code": "47261"})
    assert answer.status_code == 303
    other = said | {"key": "y", "who": scene.voters[2].name, "code": "47261"}
    assert desk.post(address("poll-proxies", scene), other).status_code == 409
    assert wang.post(address("poll-proxies", scene), other).status_code in {404, 409, 422}
    held = a_browser_of(chen).get(address("poll", scene)).text
    assert "替 居民1 投的一票" in held
    assert desk.post(address("poll-extension", scene)).status_code == 303
    assert desk.post(address("poll-extension", scene)).status_code == 409
    empty = desk.post(address("poll-withdrawal", scene), {"key": "w", "reason": ""})
    assert empty.status_code == 422
    off = desk.post(address("poll-withdrawal", scene), {"key": "w", "reason": "题目错"})
    assert off.status_code == 303
    assert "题目错" in Client().get(address("poll", scene)).text


def test_a_longer_roll_and_more_polls_ask_no_more_questions(clock: object) -> None:
    few, many = a_poll(voters=6), a_poll(voters=20)
    desk = a_browser_of(many.clerk)
    pages = [reverse("roll", args=[scene.poll.roll.number]) for scene in (few, many)]
    for page in (*pages, reverse("votes")):
        desk.get(page)

    assert _queries(desk, pages[0]) == _queries(desk, pages[1])
    before = _queries(desk, reverse("votes"))
    a_poll()
    assert _queries(desk, reverse("votes")) <= before


def _queries(browser: Client, page: str) -> int:
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        browser.get(page)
    return len(asked)
