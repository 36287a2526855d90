"""pgbench writes by hand the rows that one `earn` writes: the measure of what is possible."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

SECONDS = 5
NO_WAIT = "SET synchronous_commit TO off"
RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
SCRIPT = r"""
\set account random({first}, {last})
BEGIN;
SELECT id, posted, held, version, state FROM ledger_ledgeraccount
    WHERE id = :account FOR NO KEY UPDATE;
SELECT id, body_hash FROM ledger_serviceminutes WHERE key = 'pgbench/none';
SELECT spare FROM ledger_serviceminutes WHERE account_id = :account ORDER BY id DESC LIMIT 1;
SELECT nextval('ledger_transfer_id_seq') AS transfer \gset
UPDATE ledger_ledgeraccount SET posted = posted + 1, version = version + 1
    WHERE id = :account RETURNING version, posted \gset
INSERT INTO ledger_posting (transfer_id, account_id, delta, version, balance)
    VALUES (:transfer, :account, 1, :version, :posted), (:transfer, {issuer}, -1, NULL, NULL);
INSERT INTO ledger_lot (account_id, transfer_id, quantity, "left", origin)
    VALUES (:account, :transfer, 1, 1, 'service');
INSERT INTO ledger_transfer (id, key, body_hash, place_id, book, code, policy_id, "order",
        basis, actor, on_behalf_of, approver, reason, effective_on, recorded_at)
    VALUES (:transfer, 'pgbench/' || :transfer, repeat('a', 64), {place}, 'hour', 'earn',
        {policy}, '', '', 'system/linli', '', '', '', current_date, now());
INSERT INTO ledger_serviceminutes (key, body_hash, account_id, minutes, amount, kept, spare,
        policy_id, transfer_id, "order", served_on, recorded_at)
    VALUES ('pgbench/' || :transfer, repeat('a', 64), :account, 60, 1, 1, 0,
        {policy}, :transfer, '', current_date, now());
INSERT INTO journal_entry (code, subject, by, happened_at, recorded_at, place, facts)
    VALUES ('ledger.earned', 'ledgeraccount/' || :account, 'system/linli', now(), now(),
        'area/{place}', '{{"amount": 1, "surplus": 0, "minutes": 60, "order": "",
        "transfer": "transfer/1"}}');
COMMIT;
"""


def is_served() -> bool:
    """Say whether the database is one that pgbench can speak to, and pgbench is there."""
    scheme = urlsplit(os.environ.get("DATABASE_URL", "")).scheme
    return scheme.startswith("postgres") and shutil.which("pgbench") is not None


def rate(accounts: list[int], **ids: int) -> float:
    """Give the transactions a second of one client; 0 where there is no pgbench."""
    command = shutil.which("pgbench")
    if not is_served() or command is None:
        return 0.0
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "earn.sql"
        text = SCRIPT.format(first=accounts[0], last=accounts[-1], **ids)
        script.write_text(text, encoding="utf-8")
        url = os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1)
        options = ["-n", "-M", "prepared", "-c", "1", "-T", str(SECONDS), "-f", str(script)]
        done = subprocess.run(  # noqa: S603 - our own script
            [command, *options, url],
            env=os.environ | {"PGOPTIONS": "-c synchronous_commit=off"},
            capture_output=True,
            text=True,
            check=False,
            timeout=10 * SECONDS,
        )
    found = RATE.search(done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(done.stderr[-500:])
    return float(found[1])
