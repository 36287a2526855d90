# mypy: ignore-errors
"""Run by the Python of another programme's venv: what django-helpdesk asks of the same machine.

Nothing of linli can be imported here.
"""

import argparse
import json
import os
import statistics
import sys
import time
from datetime import datetime
from urllib.parse import unquote, urlsplit

WARM, TIMES, SECONDS = 3, 21, 12.0
MARK = "bench-line "
BOUNDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")  # of a transaction
MAIL = "django.core.mail.backends.dummy.EmailBackend"
APPS = (
    "admin",
    "auth",
    "contenttypes",
    "sessions",
    "messages",
    "staticfiles",
    "sites",
    "humanize",
)
MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[])
    parser.add_argument("--at", type=datetime.fromisoformat)
    given = parser.parse_args()
    configure()
    staff = lay()
    for size in sorted(given.rows):
        copy_to(size, given.at)
        for name, work in operations(staff):
            say(name, size, work)


def configure() -> None:
    import django  # noqa: PLC0415 - Django is not set up before
    from django.conf import settings  # noqa: PLC0415 - Django is not set up before

    settings.configure(
        SECRET_KEY="bench",  # noqa: S106 - of a database that is thrown away
        ALLOWED_HOSTS=["testserver"],
        DATABASES={"default": database(os.environ["DATABASE_URL"])},
        INSTALLED_APPS=[
            *(f"django.contrib.{app}" for app in APPS),
            "rest_framework",
            "helpdesk",
        ],
        MIDDLEWARE=MIDDLEWARE,
        ROOT_URLCONF="bench_urls",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_BACKEND=MAIL,
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_REDIRECT_TO_LOGIN_BY_DEFAULT=False,
        SITE_ID=1,
        STATIC_URL="/static/",
        USE_TZ=True,
        LANGUAGE_CODE="en",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
    )
    django.setup()
    sys.modules["bench_urls"] = urls()


def urls() -> object:
    """Their addresses below a name, as their own manual mounts them."""
    import types  # noqa: PLC0415 - Django is not set up before

    module = types.ModuleType("bench_urls")
    exec(  # noqa: S102 - two lines of our own
        "from django.urls import include, path\n"
        "from django.contrib import admin\n"
        "urlpatterns = [path('', include('helpdesk.urls', namespace='helpdesk')),"
        " path('admin/', admin.site.urls)]",
        module.__dict__,
    )
    return module


def database(url: str) -> dict:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        opening = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        options = {"transaction_mode": "IMMEDIATE", "init_command": opening}
        name = unquote(parts.path.removeprefix("/"))
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
    }


def lay() -> object:
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - Django is not set up before
    from django.core.management import call_command  # noqa: PLC0415 - Django is not set up before
    from helpdesk.models import Queue  # noqa: PLC0415 - Django is not set up before

    call_command("migrate", verbosity=0, interactive=False)
    queues = Queue.objects  # theirs, in their own scratch database
    for number in range(3):
        queues.create(title=f"q{number}", slug=f"q{number}", allow_public_submission=True)
    return get_user_model().objects.create_superuser("staff", "staff@example.org", "x")


def copy_to(rows: int, now: datetime) -> None:
    """Their rows, written straight into their table."""
    from helpdesk.models import Queue, Ticket  # noqa: PLC0415 - Django is not set up before

    queues = list(Queue.objects.all())
    tickets = Ticket.objects
    have = tickets.count()
    made = (
        Ticket(
            title=f"三号楼漏水 {number}",
            queue=queues[number % len(queues)],
            submitter_email="a@example.org",
            description="三号楼二单元楼顶漏水，天花板湿了一大片，请来看看。",
            status=1 if number % 5 == 0 else 4,
            priority=3,
            created=now,
            modified=now,
        )
        for number in range(have, rows)
    )
    while some := [one for one, _ in zip(made, range(2000), strict=False)]:
        tickets.bulk_create(some)


def operations(staff):
    from django.test import Client  # noqa: PLC0415 - Django is not set up before
    from helpdesk.models import Queue, Ticket  # noqa: PLC0415 - Django is not set up before
    from helpdesk.query import query_to_base64  # noqa: PLC0415 - Django is not set up before

    visitor, desk = Client(), Client()
    desk.force_login(staff)
    said = {
        "queue": Queue.objects.first().pk,
        "title": "路灯不亮",
        "body": "小区门口的路灯不亮，老人晚上看不清路。",
        "priority": 3,
        "submitter_email": "b@example.org",
    }
    ticket = Ticket.objects.order_by("-pk").first().pk
    listed = query_to_base64({"filtering": {"status__in": [1, 2]}, "sorting": "created"})
    found = query_to_base64({"filtering": {}, "sorting": "created", "search_string": "漏水"})
    rows = f"/datatables_ticket_list/{listed}?length=25&start=0&draw=1"
    hits = f"/datatables_ticket_list/{found}?length=25&start=0&draw=1"
    yield "peer POST /tickets/submit/", lambda: answered(visitor.post("/tickets/submit/", said))
    yield (
        "peer GET list of 25 (page + rows)",
        lambda: (
            answered(desk.get("/tickets/")),
            answered(desk.get(rows)),
        ),
    )
    yield "peer GET one ticket", lambda: answered(desk.get(f"/tickets/{ticket}/"))
    yield "peer GET search 漏水", lambda: answered(desk.get(hits))
    yield "peer GET dashboard", lambda: answered(desk.get("/dashboard/"))


def answered(answer) -> None:
    if answer.status_code not in (200, 302):
        raise SystemExit(f"the peer answered {answer.status_code}: {answer.content[:500]}")


def say(name: str, rows: int, work) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is not set up before
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - Django is not set up before

    for _ in range(WARM):
        work()
    with CaptureQueriesContext(connection) as asked:
        work()
    queries = sum(not one["sql"].startswith(BOUNDS) for one in asked)
    line = {"operation": name, "rows": rows, "queries": queries, "limit": {}}
    cpu, wall, until = [], [], time.monotonic() + SECONDS
    while len(cpu) < TIMES and (time.monotonic() < until or not cpu):
        began, clocked = time.perf_counter(), time.process_time()
        work()
        cpu.append((time.process_time() - clocked) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    line |= {"cpu_ms": statistics.median(cpu), "wall_ms": statistics.median(wall)}
    sys.stdout.write(MARK + json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
