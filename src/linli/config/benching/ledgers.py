"""The ledger: what a posting costs, beside a script of pgbench that writes the same rows."""

import argparse
import os
import sys
from datetime import datetime

import django


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[])
    parser.add_argument("--at", type=datetime.fromisoformat)
    parser.add_argument("--seconds", type=int, default=10)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    os.environ["LINLI_ADMIN_PASSWORD"] = os.urandom(12).hex()
    django.setup()
    # Only after the set-up can anything of Django's be imported.
    from linli.config.benching.postings import measured  # noqa: PLC0415 - Django is not set up before

    for line in measured(sorted(given.rows), at=given.at, seconds=given.seconds):
        sys.stdout.write(f"{line.passed_on()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
