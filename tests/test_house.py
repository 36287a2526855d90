"""The house itself: addresses of databases, secrets, the command line, the pins."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from linli.__main__ import overview
from linli.config import folders, translations
from linli.config.databases import database
from linli.config.management.commands.start import refuse_a_taken_port
from linli.config.secrets import secret, secret_bytes
from linli.config.supervision import Child, GaveUp, Supervisor

CHECKOUT = folders.CHECKOUT
GROUP = """
import sys
from linli.config.supervision import Child, Supervisor

sleeper = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"])
Supervisor([sleeper], say=lambda line: print(line, flush=True)).run(
    stands=lambda: True, on_standing=lambda: print(sleeper.process.pid, flush=True)
)
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINLI_DATA", str(tmp_path))
    return tmp_path


class TestTheAddressOfTheDatabase:
    def test_a_fourth_slash_makes_the_path_of_a_sqlite_file_absolute(self) -> None:
        settings = database("sqlite:////srv/linli/data%20base.sqlite3")

        assert settings["NAME"] == "/srv/linli/data base.sqlite3"
        assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert "foreign_keys=ON" in settings["OPTIONS"]["init_command"]

    def test_three_slashes_begin_where_the_caller_stands(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        assert database("sqlite:///linli.sqlite3")["NAME"] == str(tmp_path / "linli.sqlite3")

    def test_postgresql_gets_a_pool_and_its_password_is_decoded(self) -> None:
        settings = database("postgres://clerk:p%40ss@db.example:6432/linli?sslmode=require")

        assert settings["USER"] == "clerk"
        assert settings["PASSWORD"] == "p@ss"
        assert (settings["HOST"], settings["PORT"]) == ("db.example", "6432")
        assert settings["NAME"] == "linli"
        assert settings["CONN_MAX_AGE"] == 0
        assert settings["OPTIONS"]["sslmode"] == "require"
        assert settings["OPTIONS"]["pool"]["max_size"] > 0

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("", "begins with ''"),
            ("mysql://db/linli", "begins with 'mysql'"),
            ("sqlite://", "names no file"),
            ("sqlite:///", "names no file"),
            ("sqlite://folder/file", "three slashes"),
            ("sqlite:///file?mode=ro", "nothing may follow"),
            ("postgres://db", "name of one database"),
            ("postgres://db/one/two", "name of one database"),
            ("postgres://db:many/linli", "port is not a number"),
            ("postgres://db/linli?options=-c", "asks for options"),
            ("postgres://db/linli#x", "asks for #x"),
        ],
    )
    def test_what_is_not_understood_is_named(self, url: str, reason: str) -> None:
        with pytest.raises(ImproperlyConfigured, match=re.escape(reason)):
            database(url)

    def test_the_error_does_not_give_the_password_away(self) -> None:
        with pytest.raises(ImproperlyConfigured) as refusal:
            database("postgres://clerk:hunter2@db:many/linli")

        assert "hunter2" not in str(refusal.value)


class TestSecrets:
    def test_a_secret_is_made_once_and_only_its_owner_can_read_it(self, data: Path) -> None:
        first = secret_bytes("fields")

        assert secret_bytes("fields") == first
        assert secret("fields") == first.hex()
        assert len(first) == 32
        assert (data / "secrets" / "fields").stat().st_mode & 0o777 == 0o600
        assert (data / "secrets").stat().st_mode & 0o777 == 0o700

    def test_two_names_have_two_secrets(self, data: Path) -> None:
        assert secret_bytes("fields") != secret_bytes("django")

    def test_many_who_ask_at_once_get_the_same_secret(self, data: Path) -> None:
        start, answers = threading.Barrier(8), []

        def ask() -> None:
            start.wait()
            answers.append(secret_bytes("fields"))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(answers) == 8
        assert len(set(answers)) == 1
        assert [file.name for file in (data / "secrets").iterdir()] == ["fields"]

    def test_a_damaged_secret_is_refused_and_not_replaced(self, data: Path) -> None:
        secret_bytes("fields")
        (data / "secrets" / "fields").write_text("abc")

        with pytest.raises(ImproperlyConfigured, match="restore it"):
            secret_bytes("fields")
        assert (data / "secrets" / "fields").read_text() == "abc"

    @pytest.mark.parametrize("name", ["", "../django", ".hidden", "Fields"])
    def test_a_name_cannot_leave_the_folder(self, data: Path, name: str) -> None:
        with pytest.raises(ImproperlyConfigured):
            secret_bytes(name)


class TestTheCommandLine:
    def test_the_overview_lists_our_own_commands_with_one_line_each(self) -> None:
        lines = overview().splitlines()

        assert any(re.match(r"  start +\S", line) for line in lines)
        assert any(re.match(r"  migrate +\S", line) for line in lines)
        assert not any("collectstatic" in line for line in lines)

    def test_every_command_says_what_it_does(self) -> None:
        listed = [line for line in overview().splitlines() if re.match(r"  [a-z_]+( |$)", line)]

        assert [line for line in listed if len(line.split(maxsplit=1)) == 1] == []

    def test_a_taken_port_is_said_before_anything_else_is_done(self) -> None:
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = holder.getsockname()[1]
            with pytest.raises(CommandError, match=f"端口 {port}"):
                refuse_a_taken_port("127.0.0.1", port)


class TestTheSupervisor:
    @pytest.fixture
    def group(self) -> Iterator[subprocess.Popen[str]]:
        command = [sys.executable, "-c", GROUP]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as group:
            yield group
            group.kill()

    def test_a_child_that_is_killed_is_started_again(
        self, group: subprocess.Popen[str]
    ) -> None:
        os.kill(int(group.stdout.readline()), signal.SIGKILL)

        assert "sleeper 退出了" in group.stdout.readline()

    @pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
    def test_its_end_is_the_end_of_its_children(
        self, group: subprocess.Popen[str], end: signal.Signals
    ) -> None:
        child = int(group.stdout.readline())

        group.send_signal(end)

        assert group.wait(timeout=5) == 0
        assert is_gone(child)

    @pytest.mark.skipif(
        sys.platform != "linux", reason="only Linux tells a child of this death"
    )
    def test_no_child_outlives_a_supervisor_that_was_killed(
        self, group: subprocess.Popen[str]
    ) -> None:
        child = int(group.stdout.readline())

        group.kill()
        group.wait()

        assert is_gone(child)

    def test_a_child_that_never_stands_is_given_up(self) -> None:
        hopeless = Child("hopeless", [sys.executable, "-c", "raise SystemExit(3)"])

        with pytest.raises(GaveUp, match="hopeless"):
            Supervisor([hopeless], say=lambda _: None, falls=1).run(
                stands=lambda: False, on_standing=lambda: None
            )


def is_gone(process: int) -> bool:
    """Wait for the end of a process that is a child of nobody here."""
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if "Z" in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]:
            return True
        time.sleep(0.1)
    return False


class TestWhatIsInstalled:
    @pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-tools"])
    def test_every_pin_has_a_hash_and_no_line_has_an_address(self, name: str) -> None:
        text = (CHECKOUT / f"{name}.txt").read_text()
        pins = re.findall(
            r"^([a-z0-9-]+(?:\[.*\])?==[^\n]*\n)((?: +--hash=.*\n)*)", text, re.MULTILINE
        )

        assert pins
        assert [pin for pin, hashes in pins if not hashes] == []
        assert "://" not in text

    def test_no_lock_file_with_addresses_is_tracked(self) -> None:
        command = ["git", "ls-files", "uv.lock", "pylock.toml", "package-lock.json"]
        found = subprocess.run(
            command, cwd=CHECKOUT, capture_output=True, text=True, check=True
        )

        assert found.stdout == ""

    def test_the_scripts_are_sound_and_may_be_run(self) -> None:
        for name in ("bin/_setup", "bin/linli", "bin/start", "bin/test", ".ci/run"):
            subprocess.run(["bash", "-n", name], cwd=CHECKOUT, check=True)
            assert name == "bin/_setup" or os.access(CHECKOUT / name, os.X_OK)


def test_a_translation_is_compiled_when_its_source_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', "utf-8"
    )
    monkeypatch.setattr(folders, "SOURCE", tmp_path)

    translations.compile_stale()
    made_at = source.with_suffix(".mo").stat().st_mtime_ns
    translations.compile_stale()

    assert source.with_suffix(".mo").stat().st_mtime_ns == made_at
    assert [file.name for file in source.parent.glob("*draft")] == []
