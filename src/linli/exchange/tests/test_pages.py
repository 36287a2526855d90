import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.exchange.models import BatchState, ImportBatch
from linli.exchange.tests.sheets_of_ours import GOOD, csv_of, staged
from linli.matters.models import Matter
from linli.people.testing import a_browser_of, a_clerk, a_person
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Area:
    return a_neighbourhood().community


@pytest.fixture
def browser(community: Area) -> Client:
    return a_browser_of(a_clerk(community))


def sent(browser: Client, community: Area, content: bytes, key: str = "k1") -> str:
    file = SimpleUploadedFile("热线.csv", content)
    answer = browser.post(
        reverse("import-matters"), {"file": file, "community": community.pk, "key": key}
    )
    assert answer.status_code == 303, answer.content.decode()
    return answer.headers["Location"]


def test_a_sheet_is_looked_at_and_then_imported(browser: Client, community: Area) -> None:
    address = sent(browser, community, csv_of(GOOD))
    shown = browser.get(address).content.decode()
    assert "读到 1 行，没有毛病" in shown
    assert not Matter.objects.exists()

    batch = ImportBatch.objects.get()
    answer = browser.post(reverse("import-commit", args=[batch.pk]), {"key": "k2"})

    assert answer.status_code == 303
    assert "1 件全部导入了" in browser.get(address).content.decode()
    assert Matter.objects.get().handler == batch.handler


def test_a_sheet_with_faults_shows_them_and_no_way_to_import(
    browser: Client, community: Area
) -> None:
    shown = browser.get(sent(browser, community, csv_of({**GOOD, "受理时间": "上周"})))

    assert "读不出时间“上周”" in shown.content.decode()
    assert "全部导入" not in shown.content.decode()


def test_a_heading_is_read_as_the_clerk_says(browser: Client, community: Area) -> None:
    content = csv_of(GOOD | {"说了啥": "灯不亮"}, headings=(*GOOD, "说了啥"))
    sent(browser, community, content)
    batch = ImportBatch.objects.get()
    chosen = dict(batch.columns)
    read_as = {heading: column for column, heading in chosen.items()}
    form = {
        f"heading_{number}": read_as.get(heading, "")
        for number, heading in enumerate(batch.headings)
    }
    form[f"heading_{batch.headings.index('内容')}"] = ""
    form[f"heading_{batch.headings.index('说了啥')}"] = "words"

    answer = browser.post(reverse("import-columns", args=[batch.pk]), {**form, "key": "k3"})

    assert answer.status_code == 303
    batch.refresh_from_db()
    assert batch.columns["words"] == "说了啥"


def test_an_unreadable_file_is_told_beside_the_field(browser: Client, community: Area) -> None:
    file = SimpleUploadedFile("热线.xlsx", b"no workbook")

    answer = browser.post(
        reverse("import-matters"), {"file": file, "community": community.pk, "key": "k"}
    )

    assert answer.status_code == 422
    assert "打不开这个文件" in answer.content.decode()


def test_a_sheet_can_be_given_up(browser: Client, community: Area) -> None:
    sent(browser, community, csv_of(GOOD))
    batch = ImportBatch.objects.get()

    browser.post(reverse("import-discard", args=[batch.pk]), {"key": "k4"})

    batch.refresh_from_db()
    assert batch.state == BatchState.DISCARDED
    assert not batch.rows.exists()


def test_residents_and_strangers_cannot_import(community: Area) -> None:
    for visitor in (Client(), a_browser_of(a_person())):
        assert visitor.get(reverse("import-matters")).status_code == 403


def test_another_community_does_not_see_it(community: Area) -> None:
    a_clerk(community)
    batch = staged(community, GOOD)
    elsewhere = a_browser_of(a_clerk(a_neighbourhood().community, "孙晓梅"))

    assert elsewhere.get(reverse("import-batch", args=[batch.pk])).status_code == 404
