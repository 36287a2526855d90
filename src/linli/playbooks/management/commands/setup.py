"""Founds a real, empty community: its areas, its playbook, its first administrator."""

import os
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, call_command

from linli.kernel import clock, installation
from linli.kernel.errors import Refusal
from linli.people.viewer import THE_HOUSE
from linli.playbooks import queries
from linli.playbooks.actions import (
    FirstAdministrator,
    Founding,
    NewCommunity,
    found_community,
)

PASSWORD = "LINLI_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing to be said, as an option or when asked."""

    name: str
    says: str
    needed: bool = True

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")


QUESTIONS = (
    Question(name="county", says="县（区）名称 county"),
    Question(name="subdistrict", says="街道（镇）名称 subdistrict"),
    Question(name="name", says="社区名称 community"),
    Question(name="code", says="社区12位区划代码 division code", needed=False),
    Question(name="phone", says="值班电话 duty phone", needed=False),
    Question(name="admin_name", says="第一位管理员姓名 administrator"),
    Question(name="admin_login", says="登录名 login"),
    Question(name="admin_phone", says="管理员手机 mobile phone", needed=False),
)


class Command(BaseCommand):
    help = "启用一个真实的社区（空数据库、规则包、第一位管理员） found a real, empty community"

    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("playbook", metavar="PLAYBOOK", help="规则包的名字或文件")
        for question in QUESTIONS:
            parser.add_argument(question.flag, default="", help=question.says)

    def handle(self, *, playbook: str, **given: Any) -> None:
        try:
            pack = queries.pack_named(playbook)
            call_command("migrate", interactive=False, verbosity=0)
            installation.refuse_if_taken()
            said = {question.name: given[question.name].strip() for question in QUESTIONS}
            answers = asked(said) if sys.stdin.isatty() else said
            refuse_missing(answers)
            founding = found_community(
                pack=pack,
                community=community(answers),
                administrator=administrator(answers, password()),
                by=THE_HOUSE,
                at=clock.now(),
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(next_steps(founding, pack.header.name, answers["admin_login"]))


def asked(said: dict[str, str]) -> dict[str, str]:
    """Ask for what was not given; what may be left out is asked once."""
    answers = dict(said)
    for question in QUESTIONS:
        while not answers[question.name]:
            hint = "" if question.needed else "（可以不填 optional）"
            answers[question.name] = input(f"{question.says}{hint}：").strip()
            if not question.needed:
                break
    return answers


def refuse_missing(answers: dict[str, str]) -> None:
    missing = [one for one in QUESTIONS if one.needed and not answers[one.name]]
    if missing:
        told = "、".join(f"{one.flag}（{one.says}）" for one in missing)
        raise CommandError(f"还缺 missing：{told}")


def password() -> str:
    """Take the password from the environment, or ask for it twice."""
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        raise CommandError(f"还缺密码：请把它放在环境变量 {PASSWORD} 里。 Set {PASSWORD}.")
    while objection := password_objection(
        first := getpass("密码（至少8个字符） password："), getpass("再输一遍 again：")
    ):
        sys.stdout.write(f"{objection}\n")
    return first


def password_objection(first: str, second: str) -> str:
    """Say at once what would only be refused in the end."""
    if first != second:
        return "两遍不一样，请重来。 They differ; please try again."
    try:
        validate_password(first)
    except ValidationError:
        return "密码太简单了，请换一个。 Too simple; please choose another."
    return ""


def community(answers: dict[str, str]) -> NewCommunity:
    return NewCommunity(
        name=answers["name"],
        subdistrict=answers["subdistrict"],
        county=answers["county"],
        code=answers["code"],
        phone=answers["phone"],
    )


def administrator(answers: dict[str, str], secret: str) -> FirstAdministrator:
    return FirstAdministrator(
        name=answers["admin_name"],
        login=answers["admin_login"],
        password=secret,
        phone=answers["admin_phone"],
    )


def next_steps(founding: Founding, playbook: str, login: str) -> str:
    return f"""“{founding.community.name}”启用了，规则包是“{playbook}”。 Founded.

接下来 Next:
  1. bin/start                     启动，打开 http://127.0.0.1:8000/
  2. 用登录名 {login} 登录，绑定动态口令   sign in and enrol the second factor
  3. 设立小区和楼栋，登记居民        open compounds and buildings, register residents
  4. 设岗并任命工作人员              create posts and appoint people
  5. http://127.0.0.1:8000/playbook/ 看看规则合不合用，改好文件后再采用"""
