"""紧急: whoever writes of fire, crime or a life in danger reads whom to call first."""

import pytest

from linli.matters.models import Matter
from linli.matters.options import REFERRALS, urgent_in
from linli.people.testing import a_browser_of, a_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "phones"),
    [
        ("三楼着火了，有人晕倒", ["119", "120"]),
        ("楼下有人持刀打架", ["110"]),
        ("路灯不亮", []),
        ("厂里拖欠工资", []),
    ],
)
def test_the_words_say_whom_to_call(words: str, phones: list[str]) -> None:
    assert [one.phone for one in urgent_in(words, REFERRALS.default)] == phones


def test_the_number_is_shown_first_and_the_words_are_kept() -> None:
    who = a_person()
    assert who.home
    browser = a_browser_of(who)
    form = browser.get("/say/").context["form"]
    said = {"key": form["key"].value(), "words": "二单元着火了", "place": who.home.pk}
    said["whom"] = "me"

    shown = browser.post("/say/", said)

    assert "tel:119" in shown.content.decode()
    assert "二单元着火了" in shown.content.decode()
    assert not Matter.objects.exists()
    assert browser.post("/say/", {**said, "called": "on"}).status_code == 303
    assert Matter.objects.get().words == "二单元着火了"
