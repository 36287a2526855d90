"""What is written is found, in two characters or four, and no query breaks the search."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from linli.kernel import search
from linli.kernel.portable.search import Phrase, lacks_search
from linli.kernel.search import GramField, grams, phrases_of, searchable, searchable_again

TEXTS = [
    "12号楼漏水，请维修",
    "120号楼加装电梯",
    "3栋2单元302室水管漏",
    "水漏了，电话13800002207",
    "编号PC-2026-000123已办结",
    "加装电梯方案公示",
    "〇号院的WiFi坏了",
]
UNBREAKABLE = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
HAN = st.text(st.sampled_from("水漏了管电梯号楼一"), min_size=1, max_size=6)

type Find = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def page(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A table of its own, made through the migration operations and unmade again."""
    with isolate_apps("linli.kernel"), django_db_blocker.unblock():

        class Page(models.Model):  # noqa: DJ008
            text = models.TextField()
            grams = GramField()
            colour = models.CharField(max_length=9, default="red")

            class Meta:
                app_label = "kernel"
                db_table = "scratch_page"

        with connection.schema_editor() as editor:
            editor.create_model(Page)
        run(searchable("scratch_page", "grams"))
        yield Page
        run(searchable("scratch_page", "grams"), backwards=True)
        with connection.schema_editor() as editor:
            editor.delete_model(Page)


def run(operation: migrations.RunPython, *, backwards: bool = False) -> None:
    step = operation.database_backwards if backwards else operation.database_forwards
    with connection.schema_editor() as editor:
        step("kernel", editor, ProjectState(), ProjectState())


@pytest.fixture
def find(db: None, page: Any) -> Find:
    def find(query: str) -> list[str]:
        return list(page.objects.filter(grams__match=query).values_list("text", flat=True))

    page.objects.bulk_create(page(text=text, grams=grams(text)) for text in TEXTS)
    return find


def test_grams_are_pairs_and_the_last_character() -> None:
    assert grams("漏水了 12") == "漏水 水了 了 12"
    assert grams("１２号Ａ") == "12 号 a"
    assert grams("", "！？") == ""
    assert grams("李𠀀明") == "李 u20000 明"


def test_the_endings_of_long_numbers_follow() -> None:
    assert grams("1234567").split() == ["1234567", "234567", "34567", "4567"]
    assert grams("000123").split() == ["000123", "123"]


def test_a_query_is_read_as_phrases() -> None:
    assert phrases_of("12号楼 漏水") == [
        Phrase(("12", "号楼"), is_prefix=False),
        Phrase(("漏水",), is_prefix=False),
    ]
    assert phrases_of("水") == [Phrase(("水",), is_prefix=True)]
    assert phrases_of("1380") == [Phrase(("1380",), is_prefix=True)]
    assert phrases_of("楼302") == [Phrase(("楼", "302"), is_prefix=True)]
    assert phrases_of(" ，!") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("漏水", [0]),
        ("漏", [0, 2, 3]),
        ("水", [0, 2, 3]),
        ("加装电梯", [1, 5]),
        ("电梯 公示", [5]),
        ("公示 电梯", [5]),
        ("12号楼", [0]),
        ("12号楼 漏水", [0]),
        ("120号楼 漏水", []),
        ("栋2单元", [2]),
        ("302", [2]),
        ("1380000", [3]),
        ("2207", [3]),
        ("PC-2026-000123", [4]),
        ("pc-2026", [4]),
        ("123", [4]),
        ("wifi", [6]),
        ("ＷＩＦＩ", [6]),
        ("〇号", [6]),
        ("管漏了", []),
    ],
)
def test_it_finds(find: Find, query: str, found: list[int]) -> None:
    assert sorted(find(query)) == sorted(TEXTS[number] for number in found)


@pytest.mark.parametrize("query", ["", "  ", "，。", '"', "'", "*", ":*", "\0"])
def test_an_empty_query_finds_nothing(find: Find, query: str) -> None:
    assert find(query) == []


def test_what_is_changed_or_removed_is_found_no_longer(find: Find, page: Any) -> None:
    page.objects.filter(text=TEXTS[0]).update(text="路灯坏", grams=grams("路灯坏"))
    page.objects.filter(text=TEXTS[2]).delete()

    assert find("漏水") == []
    assert find("302") == []
    assert find("路灯") == ["路灯坏"]


def test_it_reaches_through_other_conditions_and_counts(find: Find, page: Any) -> None:
    found = page.objects.filter(models.Q(grams__match="电梯") & ~models.Q(grams__match="公示"))

    assert [row.text for row in found.order_by("pk")] == [TEXTS[1]]
    assert page.objects.exclude(grams__match="电梯").count() == len(TEXTS) - 2
    assert page.objects.exclude(grams__match="").count() == len(TEXTS)


@UNBREAKABLE
@given(st.text(max_size=80))
@example('a" OR "b')
@example("' | !x:* & <-> ()\\")
@example("NEAR(漏 水) AND NOT OR grams:漏")
@example("漏水" * 500)
@example("\U00020000\U0002fa1f一")
@example("%s %(x)s {x}")
def test_no_query_breaks_the_search(find: Find, query: str) -> None:
    with transaction.atomic():
        find(query)


@UNBREAKABLE
@given(HAN, HAN)
def test_a_chinese_query_finds_exactly_what_contains_it(
    find: Find, page: Any, text: str, query: str
) -> None:
    with transaction.atomic():
        page.objects.create(text=text, grams=grams(text))
        assert (text in find(query)) == (query in text)
        transaction.set_rollback(True)


@UNBREAKABLE
@given(st.text(min_size=1, max_size=40))
@example("1e5abc 0x1F 漏𠀀水")
@example("a1b2漏c3")
@example("www1 http 1e5")
@example("0\U0002ebe10")
@example("李\U0003134a明")
def test_every_text_is_found_by_itself(find: Find, page: Any, text: str) -> None:
    readable = text.replace("\0", "")
    with transaction.atomic():
        page.objects.create(text=readable, grams=grams(readable))
        assert not phrases_of(readable) or readable in find(readable)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_triggers_lost_to_an_altered_table_are_missed_and_put_back(page: Any) -> None:
    what = search._searchable(page._meta.get_field("grams"))
    assert lacks_search(connection, what) == []
    wider = models.CharField(max_length=30, default="red")
    wider.set_attributes_from_name("colour")
    wider.model = page
    page.objects.create(text="漏水", grams=grams("漏水"))

    with connection.schema_editor() as editor:
        editor.alter_field(page, page._meta.get_field("colour"), wider)
    lost = ["added", "changed", "removed"]  # on SQLite; PostgreSQL alters the table in place
    assert lacks_search(connection, what) in (
        [],
        [f"scratch_page_grams_fts_{name}" for name in lost],
    )
    page.objects.create(text="水漏", grams=grams("水漏"))
    run(searchable_again("scratch_page", "grams"))

    assert lacks_search(connection, what) == []
    assert page.objects.filter(grams__match="水漏").count() == 1
    assert page.objects.filter(grams__match="漏水").count() == 1
    page.objects.all().delete()


@pytest.mark.django_db
def test_every_column_of_grams_is_indexed() -> None:
    assert search.missing_triggers(connection) == []

    search.rebuild(connection)
    search.restore_search(connection)
    assert search.missing_triggers(connection) == []
