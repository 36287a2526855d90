"""What has to be in place before linli serves: database, static files, a first content."""

import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from linli.kernel.models import Entry, Installation


def migrate() -> int:
    """Bring the database to this version; the number of migrations that were missing."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    return missing


def collect_static_files() -> bool:
    """Collect and compress, unless nothing has changed since the last time."""
    stamp = settings.STATIC_ROOT.with_name("static.stamp")
    state = _state_of_static_files()
    if stamp.exists() and stamp.read_text() == state and settings.STATIC_ROOT.is_dir():
        return False
    # Not cleared first: a page that was opened before the update still asks for the old names.
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)
    return True


def _state_of_static_files() -> str:
    backend = settings.STORAGES["staticfiles"]["BACKEND"]
    lines = sorted(_static_files())
    return hashlib.sha256("\n".join([backend, *lines]).encode()).hexdigest()


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            changed_at = storage.get_modified_time(path).timestamp()
            yield f"{path} {storage.size(path)} {changed_at}"


def is_empty() -> bool:
    """Whether this database holds nobody's story yet."""
    return not (Installation.objects.exists() or Entry.objects.exists())


def lay_the_demo() -> bool:
    """Fill an empty database with the story of the demo; False when there was nothing to do."""
    if "demo" not in get_commands() or not is_empty():
        return False
    call_command("demo")
    return True
