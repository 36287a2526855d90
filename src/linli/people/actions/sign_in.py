"""Signing in: one-time codes, passwords and second factors, with a limit to guessing.

None of these runs in one transaction with its refusal: a try that failed has to stay counted.
"""

import hmac
import secrets
from datetime import datetime

import pyotp
from django.contrib.auth.hashers import check_password as matches
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from linli.kernel import installation, journal
from linli.kernel.encryption import blind_index
from linli.kernel.errors import Refusal, Unreadable
from linli.kernel.references import NOWHERE
from linli.kernel.words import Words
from linli.messaging.actions import outlet_for_codes, send_code
from linli.people.actions.persons import phone_index, read_phone_as_said
from linli.people.events import PhoneVerified, SignedIn
from linli.people.models import Account, Attempt, Person, SignInCode
from linli.people.rules import sign_in as rules

TOO_MANY = "试的次数太多了，请过15分钟再试，或到社区服务台当面办理。"


class TooManyTries(Refusal):
    status = 429


class CodeWrong(Unreadable):
    pass


class PasswordWrong(Unreadable):
    pass


class SecondFactorWrong(Unreadable):
    pass


def request_code(*, phone: str, address: str, at: datetime) -> str:
    """获取验证码: send a code to the phone; a simulated story gives it back, to be shown.

    The answer is the same whether anybody here has this phone.
    """
    number = read_phone_as_said(phone)
    shown = installation.is_simulated()
    outlet = None if shown else outlet_for_codes(at=at)
    index = phone_index(number)
    _count(f"code:{index}", rules.CODES_PER_PHONE, at)
    _count(f"codes:{_hashed(address)}", rules.CODES_PER_ADDRESS, at)
    code = _a_code()
    with transaction.atomic():
        SignInCode.objects.filter(phone_index=index, used_at=None).update(used_at=at)
        SignInCode.objects.create(
            phone_index=index,
            code_hash=_hash_of(code, index),
            sent_at=at,
            expires_at=at + rules.CODE_HOLDS_FOR,
            tries_left=rules.TRIES_PER_CODE,
        )
        if outlet and Person.objects.filter(phone_index=index).exists():
            send_code(phone=number, code=code, outlet=outlet)
    return code if shown else ""


def check_code(*, phone: str, code: str, address: str, at: datetime) -> list[Person]:
    """核对验证码: give whoever has this phone; several people may share one."""
    index = phone_index(read_phone_as_said(phone))
    _count(f"address:{_hashed(address)}", rules.TRIES_PER_ADDRESS, at)
    if not _uses_up(index, code.strip(), at):
        raise CodeWrong("验证码不对，或者已经过期。请再看一眼短信，也可以重新获取。")
    _verify_phone(index, at)
    return list(Person.objects.filter(phone_index=index).order_by("pk"))


def check_password(*, login: str, password: str, address: str, at: datetime) -> Account:
    """核对密码: give the account; an unknown login takes as long and reads the same."""
    _count(f"address:{_hashed(address)}", rules.TRIES_PER_ADDRESS, at)
    _count(f"login:{_hashed(login)}", rules.TRIES_PER_ACCOUNT, at)
    account = Account.objects.filter(login=login.strip(), is_active=True).first()
    if account is None:
        make_password(password)
    if account is None or not matches(password, account.password):
        raise PasswordWrong("登录名或密码不对。连错5次要等15分钟。")
    _forget_tries(f"login:{_hashed(login)}")
    return account


def check_second_factor(*, account: Account, code: str, at: datetime) -> None:
    """核对动态口令: each code of the authenticator opens once."""
    key = f"totp:{account.pk}"
    _count(key, rules.TRIES_PER_ACCOUNT, at)
    step = matching_step(account.totp_secret, code, at)
    fresh = Account.objects.filter(pk=account.pk, totp_last_step__lt=step or 0)
    if step is None or not fresh.update(totp_last_step=step):
        raise SecondFactorWrong("动态口令不对，或者刚刚用过。请等下一个再输。")
    _forget_tries(key)


@transaction.atomic
def note_sign_in(*, person: Person, way: Words, at: datetime) -> None:
    """登录记录: who came in, when and how (网络安全法 21)."""
    place = person.home.ref if person.home else NOWHERE
    journal.record(SignedIn(subject=person.ref, way=way), by=person.ref, at=at, place=place)


def clear_old_tries(*, at: datetime) -> int:
    """Drop codes and counted tries that no longer matter."""
    SignInCode.objects.filter(expires_at__lt=at - rules.WINDOW).delete()
    return Attempt.objects.filter(at__lt=at - rules.WINDOW).delete()[0]


def count_try(*, key: str, most: int, at: datetime) -> None:
    """Count one try at guessing something (a receipt code); refuse when there are too many."""
    _count(f"{key.partition(':')[0]}:{_hashed(key)}", most, at)


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Find the step of the authenticator that the code belongs to, if it is near enough."""
    if not secret:
        return None
    said, totp = "".join(code.split()), pyotp.TOTP(secret)
    for step in rules.steps_to_try(int(at.timestamp())):
        if hmac.compare_digest(totp.at(step * rules.TOTP_STEP).encode(), said.encode()):
            return step
    return None


@transaction.atomic
def _verify_phone(index: str, at: datetime) -> None:
    """电话核实: a code was answered on it, for everybody who is registered with it."""
    unverified = Person.objects.filter(phone_index=index, phone_verified_at=None)
    for person in unverified.select_related("home").order_by("pk"):
        if Person.objects.filter(
            pk=person.pk, phone_index=index, phone_verified_at=None
        ).update(phone_verified_at=at):
            place = person.home.ref if person.home else NOWHERE
            event = PhoneVerified(subject=person.ref)
            journal.record(event, by=person.ref, at=at, place=place)


@transaction.atomic
def _uses_up(index: str, code: str, at: datetime) -> bool:
    """Take one try of the newest code, and the code itself when it is right."""
    open_codes = SignInCode.objects.filter(phone_index=index, used_at=None, expires_at__gt=at)
    newest = open_codes.order_by("-pk").first()
    if newest is None:
        return False
    mine = SignInCode.objects.filter(pk=newest.pk, used_at=None, tries_left__gt=0)
    if not mine.update(tries_left=F("tries_left") - 1):
        return False
    if not hmac.compare_digest(newest.code_hash, _hash_of(code, index)):
        return False
    return SignInCode.objects.filter(pk=newest.pk, used_at=None).update(used_at=at) == 1


@transaction.atomic
def _tries(key: str, at: datetime) -> int:
    """Count this try first, so that many at once cannot slip past the limit."""
    Attempt.objects.create(key=key, at=at)
    return Attempt.objects.filter(key=key, at__gt=at - rules.WINDOW).count()


def _count(key: str, allowed: int, at: datetime) -> None:
    if rules.is_too_many(_tries(key, at), allowed=allowed):
        raise TooManyTries(TOO_MANY)


def _forget_tries(key: str) -> None:
    Attempt.objects.filter(key=key).delete()


def _a_code() -> str:
    return f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"


def _hash_of(code: str, index: str) -> str:
    return blind_index(f"{index} {code}", "sign-in code")


def _hashed(said: str) -> str:
    return blind_index(said, "sign-in")
