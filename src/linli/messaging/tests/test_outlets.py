"""Each outlet speaks its provider's protocol, and none of them tells a secret."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from linli.kernel.testing import NOON
from linli.messaging.outlets import (
    Outlet,
    OutletNotReadable,
    Parcel,
    Purpose,
    robot_called,
    sms_outlet,
)
from linli.messaging.outlets.aliyun import AliyunSms, signed
from linli.messaging.outlets.gateway import Gateway
from linli.messaging.outlets.wecom import LONGEST_MARKDOWN, WeComRobot
from linli.messaging.rules import Verdict
from linli.messaging.tests.fakes import KEY_ID, SECRET, a_provider, aliyun, wecom


def a_parcel(phone: str = "13800000001", **said: object) -> Parcel:
    given = {
        "title": "明天停水",
        "text": "3号楼明天9点到17点停水",
        "url": "https://l.example/n",
    }
    return Parcel(**{"key": "linli-7", "address": phone, **given, **said})  # type: ignore[arg-type]


def an_aliyun(url: str, **said: object) -> AliyunSms:
    given = {
        "access_key_id": KEY_ID,
        "access_key_secret": SECRET,
        "sign_name": "和平里社区",
        "templates": {"notice": "SMS_1", "code": "SMS_2"},
        "endpoint": url,
    }
    return AliyunSms(**given | said)  # type: ignore[arg-type]


def test_the_signature_is_that_of_the_published_example() -> None:
    headers = signed(
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        query={
            "RegionId": "cn-shanghai",
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        },
        key_id="YourAccessKeyId",
        secret="YourAccessKeySecret",
        at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )

    assert headers["Authorization"].endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_aliyun_takes_what_is_rightly_signed_and_gives_its_number() -> None:
    with a_provider(aliyun) as provider:
        outcome = an_aliyun(provider.url).send(a_parcel(), at=NOON)

    assert (outcome.verdict, outcome.provider_id) == (Verdict.SENT, "900619746936498440^0")
    [asked] = provider.asked
    assert asked.query["OutId"] == "linli-7"
    assert json.loads(asked.query["TemplateParam"]) == {"title": "明天停水"}


def test_a_code_goes_by_its_own_template() -> None:
    with a_provider(aliyun) as provider:
        parcel = a_parcel(code="472610", purpose=Purpose.CODE)
        an_aliyun(provider.url).send(parcel, at=NOON)

    assert provider.asked[0].query["TemplateCode"] == "SMS_2"
    assert json.loads(provider.asked[0].query["TemplateParam"]) == {"code": "472610"}


@pytest.mark.parametrize(
    ("phone", "verdict", "wait"),
    [
        ("13800000002", Verdict.LATER, timedelta(hours=1)),
        ("13800000003", Verdict.NEVER, None),
        ("13800000004", Verdict.LATER, timedelta(hours=4)),
    ],
)
def test_aliyun_says_why_not(phone: str, verdict: Verdict, wait: timedelta | None) -> None:
    with a_provider(aliyun) as provider:
        outcome = an_aliyun(provider.url).send(a_parcel(phone), at=NOON)

    assert (outcome.verdict, outcome.wait) == (verdict, wait)
    assert phone not in outcome.reason


def test_a_wrong_secret_is_told_apart_and_tried_again() -> None:
    with a_provider(aliyun) as provider:
        wrong = an_aliyun(provider.url, access_key_secret="another")
        outcome = wrong.send(a_parcel(), at=NOON)

    assert outcome.verdict is Verdict.LATER
    assert "SignatureDoesNotMatch" in outcome.reason


def test_without_a_template_nothing_is_asked() -> None:
    with a_provider(aliyun) as provider:
        outcome = an_aliyun(provider.url, templates={}).send(a_parcel(), at=NOON)

    assert (outcome.verdict, provider.asked) == (Verdict.NEVER, [])


def test_a_gateway_is_filled_from_its_template_whatever_the_text_holds() -> None:
    body = '{"mobile":"{phone}","content":"{text}","uid":"{id}"}'
    text = '他说："停水"\n{phone}'
    with a_provider(lambda _: (200, '{"code":0,"msgid":"G-9"}')) as provider:
        gateway = Gateway(
            url=f"{provider.url}/send?to={{phone}}",
            body=body,
            headers={"Authorization": "Bearer of-the-tests"},
            success='"code":0',
            provider_id='"msgid":"([^"]+)"',
        )
        outcome = gateway.send(a_parcel(text=text), at=NOON)

    [asked] = provider.asked
    assert (outcome.verdict, outcome.provider_id) == (Verdict.SENT, "G-9")
    assert json.loads(asked.body) == {
        "mobile": "13800000001",
        "content": text,
        "uid": "linli-7",
    }
    assert (asked.path, asked.headers["authorization"]) == (
        "/send?to=13800000001",
        "Bearer of-the-tests",
    )


def test_a_form_is_encoded_as_one() -> None:
    with a_provider(lambda _: (200, "OK")) as provider:
        gateway = Gateway(url=provider.url, body="m={phone}&c={text}", content="form")
        gateway.send(a_parcel(text="停水&停电 100%"), at=NOON)

    assert provider.asked[0].body == (
        b"m=13800000001&c=%E5%81%9C%E6%B0%B4%26%E5%81%9C%E7%94%B5+100%25"
    )


@pytest.mark.parametrize(
    ("status", "text", "verdict"),
    [
        (200, '{"code":0}', Verdict.SENT),
        (200, '{"code":5}', Verdict.LATER),
        (200, '{"code":9}', Verdict.NEVER),
        (500, "", Verdict.LATER),
        (429, "", Verdict.LATER),
        (403, "", Verdict.NEVER),
        (302, "", Verdict.NEVER),
    ],
)
def test_a_gateway_is_judged_by_what_it_says(status: int, text: str, verdict: Verdict) -> None:
    with a_provider(lambda _: (status, text)) as provider:
        gateway = Gateway(url=provider.url, success='"code":0', never='"code":9')
        outcome = gateway.send(a_parcel(), at=NOON)

    assert outcome.verdict is verdict
    assert len(provider.asked) == 1, "a redirect is not followed"


def test_who_does_not_answer_is_tried_again_and_the_address_is_not_told() -> None:
    gateway = Gateway(url="http://127.0.0.1:9/send?key=very-secret", timeout=1)

    outcome = gateway.send(a_parcel(), at=NOON)

    assert outcome.verdict is Verdict.LATER
    assert "very-secret" not in outcome.reason
    assert Gateway(url="file:///etc/passwd").send(a_parcel(), at=NOON).verdict is Verdict.LATER


def test_a_robot_speaks_until_it_is_too_often() -> None:
    with a_provider(wecom(most=2)) as provider:
        robot = WeComRobot(url=provider.url)
        text = WeComRobot(url=provider.url, is_markdown=False)
        said = [one.send(a_parcel(), at=NOON).verdict for one in (robot, text, robot)]

    assert said == [Verdict.SENT, Verdict.SENT, Verdict.LATER]
    first, second, _ = (json.loads(asked.body) for asked in provider.asked)
    assert first["markdown"]["content"].startswith("**明天停水**\n")
    assert "https://l.example/n" in second["text"]["content"]


def test_what_is_too_long_for_a_robot_is_cut_between_characters() -> None:
    with a_provider(wecom()) as provider:
        WeComRobot(url=provider.url).send(a_parcel(text="水" * 3000), at=NOON)

    content = json.loads(provider.asked[0].body)["markdown"]["content"]
    assert len(content.encode()) <= LONGEST_MARKDOWN
    assert content.endswith("(https://l.example/n)")


KEYS = """
[sms]
kind = "aliyun"
access_key_id = "env:TEST_KEY_ID"
access_key_secret = "env:TEST_SECRET"
sign_name = "和平里社区"
templates = { notice = "SMS_1" }

[robots."工作群"]
url = "https://qyapi.example/cgi-bin/webhook/send?key=k"
"""


@pytest.fixture
def keys(tmp_path: Path, settings: Settings) -> Path:
    file = tmp_path / "outlets.toml"
    settings.LINLI_OUTLETS = str(file)
    return file


def written(file: Path, text: str, mode: int = 0o600) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)


def test_without_a_keys_file_there_is_no_outlet(keys: Path) -> None:
    assert sms_outlet() is None
    assert robot_called("工作群") is None


def test_outlets_are_read_from_the_keys_file_and_the_environment(
    keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_SECRET", "from outside")
    written(keys, KEYS)

    outlet: Outlet | None = sms_outlet()

    assert isinstance(outlet, AliyunSms)
    assert outlet.access_key_secret == "from outside"
    assert "from outside" not in repr(outlet)
    assert "key=k" not in repr(robot_called("工作群"))
    assert robot_called("别的群") is None


@pytest.mark.parametrize(
    ("text", "mode", "where"),
    [
        (KEYS, 0o644, "chmod 600"),
        ("[sms", 0o600, "TOML"),
        ("[sms]\nkind = 'pigeon'", 0o600, "kind"),
        ("[sms]\nkind = 'gateway'\nspeed = 'high'", 0o600, r"\[sms\]"),
    ],
)
def test_a_keys_file_that_cannot_be_used_says_where(
    keys: Path, text: str, mode: int, where: str
) -> None:
    written(keys, text, mode)

    with pytest.raises(OutletNotReadable, match=where):
        sms_outlet()
