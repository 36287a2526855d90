"""What the command line says of playbooks, and how it founds a community."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli.kernel import installation, options
from linli.kernel.models import Entry
from linli.kernel.options import Option
from linli.kernel.testing import NOON
from linli.matters.options import NUMBER_PREFIX
from linli.people.models import Account
from linli.people.queries import viewer_of
from linli.people.rules import PostKind
from linli.people.viewer import A_PASSER_BY, THE_HOUSE
from linli.places.models import Area
from linli.places.testing import a_neighbourhood
from linli.playbooks.actions import FirstAdministrator, NewCommunity, found_community
from linli.playbooks.describing import told_into
from linli.playbooks.loader import bundled
from linli.playbooks.queries import adopted_playbook, pack_named

DOCS = Path(__file__).parents[4] / "docs" / "playbooks.md"
SAID = {
    "county": "翠屏区",
    "subdistrict": "安阜街道",
    "name": "金厦社区",
    "code": "511502007015",
    "phone": "0831-8888888",
    "admin_name": "李建国",
    "admin_login": "lijianguo",
    "admin_phone": "13800000001",
}


def said_by(*words: str, **given: Any) -> str:
    out = StringIO()
    call_command(words[0], *words[1:], stdout=out, **given)
    return out.getvalue()


def founded(monkeypatch: pytest.MonkeyPatch, **otherwise: str) -> str:
    monkeypatch.setenv("LINLI_ADMIN_PASSWORD", otherwise.pop("password", "qingquan-2026"))
    return said_by("setup", "jinxia", **{**SAID, **otherwise})


def test_check_says_that_the_packs_of_the_house_are_sound() -> None:
    said = said_by("playbook", "check", *bundled())

    assert len(bundled()) == 8
    for name in bundled():
        assert f"{name}：没有毛病" in said


def test_check_names_file_line_and_reason_and_fails(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("playbook: {}\nrating: 7\n", encoding="utf-8")
    out = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("playbook", "check", str(path), stdout=out)

    assert refused.value.returncode == 1
    assert f"{path}:1:1: code：缺这一项。" in out.getvalue()
    assert f"{path}:2:1: 没有“rating”这一项" in out.getvalue()


def test_check_of_what_is_not_there_says_what_is() -> None:
    with pytest.raises(CommandError, match="jinxia、pucheng"):
        said_by("playbook", "check", "nowhere")


def test_list_and_show_tell_what_a_playbook_is() -> None:
    assert "浦城县" in said_by("playbook", "list")
    assert "家里摆" in said_by("playbook", "show", "jinxia")


@pytest.mark.django_db
def test_try_tells_the_rule_and_why() -> None:
    said = said_by("playbook", "try", "楼上漏水，和邻居吵架", "--in", "pucheng")

    assert "归到“邻里纠纷”（dispute）" in said
    assert "没选上：房屋漏水渗水（漏水）" in said
    assert "2026-03-16 17:30 前办完（10个工作日）" in said


def test_the_documentation_tells_every_option_as_it_is() -> None:
    ours = [
        option for code, option in Option.registry.items() if not code.startswith("testing")
    ]
    page = DOCS.read_text(encoding="utf-8")

    # bin/linli playbook options --into docs/playbooks.md
    assert told_into(page, ours) == page


@pytest.mark.django_db
def test_a_real_community_is_founded(monkeypatch: pytest.MonkeyPatch) -> None:
    said = founded(monkeypatch)

    area = Area.objects.get(division_code="511502007015")
    assert "“金厦社区”启用了" in said
    assert not installation.is_simulated()
    assert [one.name for one in Area.objects.order_by("path")] == [
        "翠屏区",
        "安阜街道",
        "金厦社区",
    ]
    assert area.parent
    assert area.parent.division_code == "511502007000"
    assert options.resolve(area.chain)[NUMBER_PREFIX] == "JX"
    assert adopted_playbook(area)
    account = Account.objects.get(login="lijianguo")
    assert account.check_password("qingquan-2026")
    viewer = viewer_of(account.person, at=NOON)
    assert viewer.holds(PostKind.SECRETARY)
    assert viewer.holds(PostKind.ADMINISTRATOR)


@pytest.mark.django_db
def test_a_community_may_do_without_code_and_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    founded(monkeypatch, code="", phone="", admin_phone="")

    assert Area.objects.filter(division_code=None).count() == 3


@pytest.mark.django_db
def test_what_is_missing_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match=r"--county.*--admin-login"):
        founded(monkeypatch, county="", admin_login=" ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("otherwise", "reason"),
    [
        ({"password": "12345678"}, "密码太简单"),
        ({"code": "51"}, "12位数字"),
        ({"admin_phone": "1"}, "手机"),
        ({"name": "长" * 61}, "最多60个字"),
    ],
)
def test_what_is_refused_leaves_the_database_empty(
    monkeypatch: pytest.MonkeyPatch, otherwise: dict[str, str], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        founded(monkeypatch, **otherwise)

    assert not Area.objects.exists()
    assert not Entry.objects.exists()
    installation.refuse_if_taken()


@pytest.mark.django_db
def test_a_database_that_holds_something_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_neighbourhood()

    with pytest.raises(CommandError, match="已经有内容了"):
        founded(monkeypatch)


@pytest.mark.django_db
def test_without_a_password_it_says_where_to_put_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINLI_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", StringIO())

    with pytest.raises(CommandError, match="LINLI_ADMIN_PASSWORD"):
        said_by("setup", "jinxia", **SAID)


@pytest.mark.django_db
def test_at_a_terminal_it_asks_for_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINLI_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answers = iter(["", "翠屏区", ""])
    secrets = iter(
        ["qingquan-2026", "other", "12345678", "12345678", "qq-2026-qq", "qq-2026-qq"]
    )
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    monkeypatch.setattr(
        "linli.playbooks.management.commands.setup.getpass", lambda _: next(secrets)
    )

    said_by("setup", "jinxia", **{**SAID, "county": "", "admin_phone": ""})

    assert Account.objects.get(login="lijianguo").check_password("qq-2026-qq")
    assert Area.objects.filter(name="翠屏区").exists()


@pytest.mark.django_db
def test_only_the_house_founds_a_community() -> None:
    from linli.kernel.errors import NotPermitted  # noqa: PLC0415

    with pytest.raises(NotPermitted):
        found_community(
            pack=pack_named("jinxia"),
            community=NewCommunity(name="甲", subdistrict="乙", county="丙"),
            administrator=FirstAdministrator(name="丁", login="d", password="qingquan-2026"),
            by=A_PASSER_BY,
            at=NOON,
        )
    assert THE_HOUSE.is_known is False


@pytest.mark.django_db
def test_an_area_adopts_by_command() -> None:
    here = a_neighbourhood()

    said = said_by("adopt", "pucheng", here.community.name)

    assert "和平里社区采用“群众说事”第 1 版" in said
    with pytest.raises(CommandError, match="没有叫"):
        said_by("adopt", "pucheng", "别处")
