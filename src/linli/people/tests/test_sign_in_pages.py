"""Coming in and going out, as a browser sees it."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from linli.kernel import installation, journal
from linli.kernel.testing import NOON
from linli.kernel.words import Words
from linli.messaging import actions as messaging
from linli.people import actions
from linli.people.events import SignedIn
from linli.people.models import Account, Person, SignInCode
from linli.people.personas import PERSONAS, Persona
from linli.people.testing import a_browser_of, a_clerk, a_person
from linli.people.viewer import THE_HOUSE
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db

PHONE, PASSWORD = "13800002207", "mountain-River-42"


@pytest.fixture
def simulated() -> Iterator[None]:
    installation.found(kind="demo", name="演示", at=NOON)
    yield
    installation.is_simulated.cache_clear()


@pytest.fixture(autouse=True)
def _ask_afresh() -> Iterator[None]:
    installation.is_simulated.cache_clear()
    yield
    installation.is_simulated.cache_clear()


def ask_for_a_code(browser: Client, phone: str = PHONE) -> str:
    browser.post("/sign-in/", {"key": "k", "phone": phone})
    return str(browser.session.get("sign_in_code_shown", ""))


def test_a_resident_comes_in_with_the_code_that_the_demo_shows(
    simulated: None, client: Client
) -> None:
    wang = a_person("王秀英", phone=PHONE)

    code = ask_for_a_code(client)
    page = client.get("/sign-in/code/").content.decode()
    response = client.post("/sign-in/code/", {"key": "k", "code": code})

    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert response.status_code == 303
    assert "王秀英" in client.get("/account/").content.decode()
    assert [event.way for event in journal.events(SignedIn, subject=wang.ref)] == ["验证码"]


def test_one_comes_back_to_where_one_wanted_to_go(simulated: None, client: Client) -> None:
    a_person("王秀英", phone=PHONE)
    client.get("/for/")

    response = client.post("/sign-in/code/", {"key": "k", "code": ask_for_a_code(client)})

    assert response.headers["Location"] == "/for/"


def test_nobody_is_sent_to_another_house(simulated: None, client: Client) -> None:
    client.get("/sign-in/", {"next": "https://evil.example/"})

    assert "sign_in_next" not in client.session


def test_the_session_gets_a_new_key(simulated: None, client: Client) -> None:
    a_person("王秀英", phone=PHONE)
    code = ask_for_a_code(client)
    before = client.session.session_key

    client.post("/sign-in/code/", {"key": "k", "code": code})

    assert client.session.session_key != before


def test_a_wrong_code_stands_at_its_field(simulated: None, client: Client) -> None:
    a_person("王秀英", phone=PHONE)
    ask_for_a_code(client)

    response = client.post("/sign-in/code/", {"key": "k", "code": "000"})

    assert response.status_code == 422
    assert "验证码不对" in response.content.decode()


def test_who_shares_a_phone_is_asked_who_they_are(simulated: None, client: Client) -> None:
    a_person("王秀英", phone=PHONE)
    grandson = a_person("赵小明", phone=PHONE)
    stranger = a_person("外人", phone="13800002299")

    client.post("/sign-in/code/", {"key": "k", "code": ask_for_a_code(client)})
    page = client.get("/sign-in/person/").content.decode()
    refused = client.post("/sign-in/person/", {"person": stranger.pk})
    client.post("/sign-in/person/", {"person": grandson.pk})

    assert "王秀英" in page
    assert refused.status_code == 404
    assert "赵小明" in client.get("/account/").content.decode()


def test_an_unknown_phone_reads_the_same_until_the_code_is_right(
    simulated: None, client: Client
) -> None:
    code = ask_for_a_code(client, "13900000000")
    client.post("/sign-in/code/", {"key": "k", "code": code})

    assert "还没有登记" in client.get("/sign-in/person/").content.decode()


def test_a_real_house_without_an_outlet_says_so(client: Client) -> None:
    known = a_person("王秀英", phone=PHONE)

    response = client.post("/sign-in/", {"key": "k", "phone": known.phone})

    assert response.status_code == 503
    assert "还没有接通短信" in response.content.decode()
    assert not SignInCode.objects.exists()


def test_a_phone_that_is_none_is_asked_for_again(client: Client) -> None:
    response = client.post("/sign-in/", {"key": "k", "phone": "123"})

    assert response.status_code == 422
    assert 'value="123"' in response.content.decode()


def a_clerk_with_password() -> Account:
    clerk = a_clerk(a_neighbourhood().community)
    return actions.set_password(
        person=clerk, login="hechunyan", password=PASSWORD, by=THE_HOUSE, at=NOON
    )


def test_staff_come_in_with_password_and_second_factor(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = a_clerk_with_password()
    first = client.post(
        "/sign-in/password/", {"key": "k", "login": "hechunyan", "password": PASSWORD}
    )
    assert first.headers["Location"] == "/second-factor/"
    assert client.get("/people/").status_code == 403

    enrolment = client.get("/second-factor/", follow=True)
    secret = enrolment.context["secret"]
    wrong = client.post("/second-factor/enrolment/", {"key": "k", "code": "123"})
    right = client.post(
        "/second-factor/enrolment/", {"key": "k", "code": pyotp.TOTP(secret).at(NOON)}
    )

    assert "<svg" in enrolment.content.decode()
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert client.get("/people/").status_code == 200

    # Another day, another session: the same code of the authenticator opens nothing twice.
    monkeypatch.setattr("linli.kernel.clock.now", lambda: NOON + timedelta(days=1))
    again = Client()
    again.post("/sign-in/password/", {"key": "k", "login": "hechunyan", "password": PASSWORD})
    code = pyotp.TOTP(secret).at(NOON + timedelta(days=1))
    assert again.post("/second-factor/", {"key": "k", "code": code}).status_code == 303
    assert again.get("/people/").status_code == 200
    account.refresh_from_db()
    assert account.totp_secret == secret


def test_a_clerk_who_comes_by_phone_has_no_powers_yet(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = a_clerk_with_password()
    client.force_login(account)

    refused = client.get("/people/")

    assert refused.status_code == 403
    assert "动态口令" in refused.content.decode()
    assert "动态口令" in client.get("/account/").content.decode()
    assert client.get("/second-factor/").headers["Location"] == "/sign-in/password/"


def test_a_wrong_password_and_an_unknown_login_read_the_same(client: Client) -> None:
    a_clerk_with_password()

    answers = [
        client.post("/sign-in/password/", {"key": "k", "login": login, "password": "x"})
        for login in ("hechunyan", "nobody")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("登录名或密码不对" in answer.content.decode() for answer in answers)


def test_five_wrong_passwords_close_the_door_for_a_while(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_clerk_with_password()
    wrong = {"key": "k", "login": "hechunyan", "password": "x"}
    for _ in range(5):
        client.post("/sign-in/password/", wrong)

    locked = client.post("/sign-in/password/", wrong | {"password": PASSWORD})
    monkeypatch.setattr("linli.kernel.clock.now", lambda: NOON + timedelta(minutes=16))
    later = client.post("/sign-in/password/", wrong | {"password": PASSWORD})

    assert locked.status_code == 429
    assert "15分钟" in locked.content.decode()
    assert later.status_code == 303


def test_whoever_signs_out_is_out(simulated: None) -> None:
    browser = a_browser_of(a_person("王秀英"))

    assert browser.get("/sign-out/").status_code == 405
    browser.post("/sign-out/")

    assert browser.get("/account/").status_code == 303


@pytest.fixture
def persona(monkeypatch: pytest.MonkeyPatch) -> Persona:
    a_person("王秀英")
    offered = Persona(
        code="wang",
        name="王秀英",
        role=Words("居民"),
        to_try=Words("说一件事"),
        person=lambda: Person.objects.filter(name="王秀英").first(),
    )
    monkeypatch.setattr("linli.people.personas.PERSONAS", [offered])
    monkeypatch.setattr("linli.people.views.sign_in.PERSONAS", [offered])
    return offered


def test_in_a_told_story_one_may_be_somebody_of_it(
    simulated: None, client: Client, persona: Persona
) -> None:
    assert "说一件事" in client.get("/sign-in/").content.decode()

    client.post("/sign-in/persona/", {"persona": "wang"})

    assert "王秀英" in client.get("/account/").content.decode()


def test_where_life_is_real_there_is_nobody_to_be(client: Client, persona: Persona) -> None:
    assert "说一件事" not in client.get("/sign-in/").content.decode()

    assert client.post("/sign-in/persona/", {"persona": "wang"}).status_code == 403


def test_nobody_is_offered_before_a_story_is_told() -> None:
    assert all(persona.code for persona in PERSONAS)


def test_the_inbox_shows_what_was_told_and_marks_it_seen() -> None:
    wang = a_person("王秀英")
    browser = a_browser_of(wang)
    assert "还没有消息" in browser.get("/inbox/").content.decode()
    for sentence in ("明天停水", "后天来水"):
        messaging.tell(
            to=wang.ref,
            subject="area/1",
            sentence=sentence,
            url="/for/",
            by="system/linli",
            at=NOON,
        )

    page = browser.get("/inbox/")
    [_, first] = page.context["letters"]
    gone_on = browser.post(f"/inbox/{first.pk}/")

    assert "明天停水" in page.content.decode()
    assert gone_on.headers["Location"] == "/for/"
    assert [letter.is_new for letter in browser.get("/inbox/").context["letters"]] == [
        True,
        False,
    ]
    browser.post("/inbox/seen/")
    assert not any(letter.is_new for letter in browser.get("/inbox/").context["letters"])


def test_one_agrees_and_takes_it_back() -> None:
    wang = a_person("王秀英")
    browser = a_browser_of(wang)

    browser.post("/account/consents/", {"key": "k", "purpose": "calls"})
    assert wang.consents.filter(withdrawn_at=None).count() == 1
    browser.post("/account/consents/calls/withdrawal/")
    assert wang.consents.filter(withdrawn_at=None).count() == 0


def test_one_sets_ones_own_password_and_stays_in() -> None:
    browser = a_browser_of(a_person("王秀英"))

    weak = browser.post("/account/password/", {"key": "k", "login": "wang", "password": "123"})
    good = browser.post(
        "/account/password/", {"key": "k", "login": "wang", "password": PASSWORD}
    )

    assert (weak.status_code, good.status_code) == (422, 303)
    assert browser.get("/account/").status_code == 200


def test_the_permissions_are_there_for_everybody_to_read(client: Client) -> None:
    page = client.get("/permissions/").content.decode()

    assert "社区书记" in page
    assert "谁也不能任命自己" in page
