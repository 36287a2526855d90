"""The process that measures: it sees the scratch database alone."""

import argparse
import os
import sys
from datetime import datetime

import django


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[])
    parser.add_argument("--at", type=datetime.fromisoformat)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    os.environ["LINLI_ADMIN_PASSWORD"] = os.urandom(12).hex()
    django.setup()
    measure(sorted(given.rows), at=given.at)


def measure(sizes: list[int], *, at: datetime) -> None:
    """Lay the rows, and say each line as soon as it is measured."""
    # Only after the set-up can anything of Django's be imported.
    from linli.config import preparation  # noqa: PLC0415 - Django is not set up before
    from linli.config.benching import memory, operations, rows  # noqa: PLC0415 - Django is not set up before
    from linli.kernel.memory import forget_everything  # noqa: PLC0415 - Django is not set up before

    preparation.migrate()
    preparation.collect_static_files()
    scenes = rows.set_the_scenes(at=at)
    rows.lay_real(scenes, now=at)
    for size in sizes:
        rows.copy_to(size)
        forget_everything()  # whoever serves pages has not just laid the rules, nor doubts them
        for line in operations.all_of_them(scenes[0], at=at):
            _say(line.passed_on())
        if size_of_it := memory.web_process(size):
            _say(size_of_it.passed_on())


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
