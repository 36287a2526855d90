"""Accounts are opened, given a password and a second factor."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.references import NOWHERE, Ref
from linli.people import policies
from linli.people.actions.sign_in import SecondFactorWrong, matching_step
from linli.people.events import (
    AccountOpened,
    PasswordSet,
    SecondFactorEnrolled,
    SecondFactorReset,
)
from linli.people.models import Account, Person
from linli.people.queries import held_posts_at
from linli.people.viewer import Viewer

OPENERS_ONLY = "只有此人所在区域的工作人员可以设置账号；有权限的岗位要由管理员设置。"


class LoginTaken(Refusal):
    pass


class PasswordTooWeak(Unreadable):
    pass


class SecondFactorAlreadyThere(Refusal):
    pass


@transaction.atomic
def account_of(*, person: Person, at: datetime) -> Account:
    """开通账号: the account of a person, opened at the first sign-in."""
    account, is_new = Account.objects.get_or_create(
        person=person,
        defaults={"login": f"person-{person.pk}", "password": make_password(None)},
    )
    if is_new:
        event = AccountOpened(subject=person.ref)
        journal.record(event, by=person.ref, at=at, place=_place(person))
    return account


@transaction.atomic
def set_password(
    *, person: Person, login: str, password: str, by: Viewer, at: datetime
) -> Account:
    """设置登录名和密码: by oneself, or by whoever may open the account of this person."""
    if not policies.may_open_account(by, person, held_posts_at(person, at)):
        raise NotPermitted(OPENERS_ONLY)
    if Account.objects.filter(login=login).exclude(person=person).exists():
        raise LoginTaken("登录名“{login}”已经有人用了，请换一个。", login=login)
    _refuse_weak(password)
    account = account_of(person=person, at=at)
    Account.objects.filter(pk=account.pk).update(
        login=login, password=make_password(password), is_active=True
    )
    event = PasswordSet(subject=person.ref)
    journal.record(event, by=by.ref, at=at, place=_place(person))
    account.refresh_from_db()
    return account


@transaction.atomic
def enrol_second_factor(*, account: Account, secret: str, code: str, at: datetime) -> None:
    """启用动态口令: the authenticator proves that it knows the secret."""
    step = matching_step(secret, code, at)
    if step is None:
        raise SecondFactorWrong("动态口令不对，请看看手机上的最新一个。")
    bare = Account.objects.filter(pk=account.pk, totp_last_step=0)
    if account.totp_secret or not bare.update(totp_secret=secret, totp_last_step=step):
        raise SecondFactorAlreadyThere("已经启用过动态口令了，换手机请找管理员重置。")
    person = account.person
    event = SecondFactorEnrolled(subject=person.ref)
    journal.record(event, by=person.ref, at=at, place=_place(person))


@transaction.atomic
def reset_second_factor(*, person: Person, by: Viewer, at: datetime) -> None:
    """重置动态口令: the phone was lost; whoever holds the post enrols a new one."""
    is_own = person.pk == by.person_id
    if is_own or not policies.may_open_account(by, person, held_posts_at(person, at)):
        raise NotPermitted("动态口令要由管理员或上级工作人员重置。")
    Account.objects.filter(person=person).update(totp_secret="", totp_last_step=0)
    event = SecondFactorReset(subject=person.ref)
    journal.record(event, by=by.ref, at=at, place=_place(person))


def _refuse_weak(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        raise PasswordTooWeak(
            "密码太简单了：至少8个字符，不要用常见的密码，也不要全是数字。"
        ) from error


def _place(person: Person) -> Ref:
    return person.home.ref if person.home else NOWHERE
