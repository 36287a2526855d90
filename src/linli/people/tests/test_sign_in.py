"""How signing in holds against guessing."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from linli.kernel import installation
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.people import actions
from linli.people.models import Account, Attempt, SignInCode
from linli.people.queries import without_power
from linli.people.rules import PostKind
from linli.people.rules import sign_in as rules
from linli.people.testing import (
    a_clerk,
    a_holder,
    a_person,
    a_secretary,
    an_administrator,
    viewing,
)
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

PHONE, HERE, PASSWORD = "13800002207", "127.0.0.1", "mountain-River-42"
SENT: list[tuple[str, str]] = []


def a_gateway(phone: str, text: str) -> None:
    SENT.append((phone, text))


@pytest.fixture(autouse=True)
def _outlet(settings: Settings) -> Iterator[None]:
    settings.LINLI_CODE_OUTLET = f"{__name__}.a_gateway"
    SENT.clear()
    installation.is_simulated.cache_clear()
    yield
    installation.is_simulated.cache_clear()


@pytest.fixture
def told() -> None:
    installation.found(kind="replay", name="回放", at=NOON)


def test_a_code_goes_to_a_known_phone_and_is_not_shown(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    a_person("王秀英", phone=PHONE)

    with django_capture_on_commit_callbacks(execute=True):
        shown = actions.request_code(phone=PHONE, address=HERE, at=NOON)

    [(phone, text)] = SENT
    assert (phone, shown) == (PHONE, "")
    [kept] = SignInCode.objects.all()
    assert not any(code in kept.code_hash for code in text.split())


def test_an_unknown_phone_gets_the_same_answer_and_no_message(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.request_code(phone=PHONE, address=HERE, at=NOON) == ""

    assert SENT == []
    assert SignInCode.objects.count() == 1


def test_a_code_opens_once(told: None) -> None:
    wang = a_person("王秀英", phone=PHONE)
    code = actions.request_code(phone=PHONE, address=HERE, at=NOON)
    sign_in = {"phone": PHONE, "code": f" {code} ", "address": HERE, "at": NOON}

    assert actions.check_code(**sign_in) == [wang]  # type: ignore[arg-type]
    with pytest.raises(actions.CodeWrong):
        actions.check_code(**sign_in)  # type: ignore[arg-type]


def test_a_code_grows_old_and_a_new_one_replaces_it(told: None) -> None:
    a_person("王秀英", phone=PHONE)
    first = actions.request_code(phone=PHONE, address=HERE, at=NOON)
    late = NOON + rules.CODE_HOLDS_FOR

    with pytest.raises(actions.CodeWrong):
        actions.check_code(phone=PHONE, code=first, address=HERE, at=late)
    second = actions.request_code(phone=PHONE, address=HERE, at=NOON)
    if first != second:
        with pytest.raises(actions.CodeWrong):
            actions.check_code(phone=PHONE, code=first, address=HERE, at=NOON)
    assert actions.check_code(phone=PHONE, code=second, address=HERE, at=NOON)


def test_after_five_guesses_even_the_right_code_is_shut(told: None) -> None:
    a_person("王秀英", phone=PHONE)
    code = actions.request_code(phone=PHONE, address=HERE, at=NOON)
    for _ in range(rules.TRIES_PER_CODE):
        with pytest.raises(actions.CodeWrong):
            actions.check_code(phone=PHONE, code="x", address=HERE, at=NOON)

    with pytest.raises(actions.CodeWrong):
        actions.check_code(phone=PHONE, code=code, address=HERE, at=NOON)


def test_one_phone_gets_so_many_codes_and_no_more(told: None) -> None:
    for _ in range(rules.CODES_PER_PHONE):
        actions.request_code(phone=PHONE, address=HERE, at=NOON)

    with pytest.raises(actions.TooManyTries):
        actions.request_code(phone=PHONE, address=HERE, at=NOON)
    actions.request_code(phone=PHONE, address=HERE, at=NOON + rules.WINDOW)


def test_one_address_tries_so_often_and_no_more(told: None) -> None:
    for number in range(rules.TRIES_PER_ADDRESS):
        with pytest.raises(actions.CodeWrong):
            actions.check_code(phone=f"138{number:08d}", code="x", address=HERE, at=NOON)

    with pytest.raises(actions.TooManyTries):
        actions.check_code(phone=PHONE, code="x", address=HERE, at=NOON)


def test_old_tries_are_cleared_away(told: None) -> None:
    actions.request_code(phone=PHONE, address=HERE, at=NOON)

    actions.clear_old_tries(at=NOON + timedelta(hours=1))

    assert not Attempt.objects.exists()
    assert not SignInCode.objects.exists()


def an_account(here: Neighbourhood) -> Account:
    return actions.set_password(
        person=a_clerk(here.community), login="he", password=PASSWORD, by=THE_HOUSE, at=NOON
    )


def test_the_right_password_opens_and_wipes_the_slate() -> None:
    account = an_account(a_neighbourhood())
    with pytest.raises(actions.PasswordWrong):
        actions.check_password(login="he", password="x", address=HERE, at=NOON)

    found = actions.check_password(login=" he ", password=PASSWORD, address=HERE, at=NOON)

    assert found == account
    assert not Attempt.objects.filter(key__startswith="login:").exists()


def test_a_forgotten_person_comes_in_no_more() -> None:
    account = an_account(a_neighbourhood())
    actions.forget_person(person=account.person, by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.PasswordWrong):
        actions.check_password(login="he", password=PASSWORD, address=HERE, at=NOON)


def test_a_code_of_the_authenticator_opens_once_and_only_nearby() -> None:
    account, secret = an_account(a_neighbourhood()), pyotp.random_base32()
    totp = pyotp.TOTP(secret)
    with pytest.raises(actions.SecondFactorWrong):
        actions.enrol_second_factor(account=account, secret=secret, code="0", at=NOON)
    actions.enrol_second_factor(account=account, secret=secret, code=totp.at(NOON), at=NOON)
    account.refresh_from_db()

    with pytest.raises(actions.SecondFactorWrong):
        actions.check_second_factor(account=account, code=totp.at(NOON), at=NOON)
    next_step = NOON + timedelta(seconds=30)
    actions.check_second_factor(account=account, code=totp.at(next_step), at=NOON)
    far = NOON + timedelta(minutes=5)
    with pytest.raises(actions.SecondFactorWrong):
        actions.check_second_factor(account=account, code=totp.at(NOON), at=far)
    with pytest.raises(actions.SecondFactorAlreadyThere):
        actions.enrol_second_factor(account=account, secret=secret, code=totp.at(NOON), at=NOON)


def test_five_wrong_codes_of_an_authenticator_close_the_door() -> None:
    account = an_account(a_neighbourhood())
    for _ in range(rules.TRIES_PER_ACCOUNT):
        with pytest.raises(actions.SecondFactorWrong):
            actions.check_second_factor(account=account, code="0", at=NOON)

    with pytest.raises(actions.TooManyTries):
        actions.check_second_factor(account=account, code="0", at=NOON)


@pytest.mark.parametrize(
    ("who", "whose", "may"),
    [
        ("clerk", "resident", True),
        ("clerk", "secretary", False),
        ("clerk", "colleague", False),
        ("secretary", "colleague", True),
        ("secretary", "administrator", False),
        ("administrator", "secretary", True),
        ("clerk next door", "resident", False),
        ("steward", "resident", False),
    ],
)
def test_nobody_resets_the_password_of_the_more_powerful(
    who: str, whose: str, *, may: bool
) -> None:
    here = a_neighbourhood()
    people = {
        "resident": lambda: a_person("王秀英", here.unit),
        "colleague": lambda: a_clerk(here.community, "同事"),
        "clerk": lambda: a_clerk(here.community),
        "secretary": lambda: a_secretary(here.community),
        "administrator": lambda: an_administrator(here.community),
        "steward": lambda: a_holder(PostKind.STEWARD, here.building),
        "clerk next door": lambda: a_clerk(a_neighbourhood().community),
    }
    person, by = people[whose](), viewing(people[who]())

    def reset() -> None:
        actions.set_password(person=person, login="new", password=PASSWORD, by=by, at=NOON)
        actions.reset_second_factor(person=person, by=by, at=NOON)

    if may:
        reset()
    else:
        with pytest.raises(NotPermitted):
            reset()


def test_a_login_belongs_to_one_person() -> None:
    here = a_neighbourhood()
    an_account(here)

    with pytest.raises(actions.LoginTaken):
        actions.set_password(
            person=a_person("别人", here.unit),
            login="he",
            password=PASSWORD,
            by=THE_HOUSE,
            at=NOON,
        )


def test_who_came_by_a_phone_alone_gets_no_powers_by_a_new_password() -> None:
    clerk = an_account(a_neighbourhood()).person

    with pytest.raises(NotPermitted):
        actions.set_password(
            person=clerk,
            login="he",
            password=f"{PASSWORD}!",
            by=without_power(viewing(clerk)),
            at=NOON,
        )
    actions.set_password(
        person=clerk, login="he", password=f"{PASSWORD}!", by=viewing(clerk), at=NOON
    )


def test_nobody_resets_their_own_second_factor() -> None:
    account = an_account(a_neighbourhood())

    with pytest.raises(NotPermitted):
        actions.reset_second_factor(person=account.person, by=viewing(account.person), at=NOON)
