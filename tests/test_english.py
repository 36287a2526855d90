"""The whole house in English: no sentence without its twin, no page that falls back."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from linli.config import messages
from linli.kernel.indicators import Indicator
from linli.kernel.masks import masked_name
from linli.matters.options import ROUTES
from linli.people.models import Organisation, Person, Post
from linli.people.testing import a_browser_of
from tests.everybody import Everybody, everybody, pages_of

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
SAID_ALOUD = {"alt", "aria-label", "content", "data-none", "data-some", "placeholder", "title"}
UNSEEN = {"script", "style"}
STEPS = (
    "matter-dispatch",
    "matter-notes",
    "matter-extension",
    "matter-escalation",
    "matter-return",
    "matter-closure",
    "matter-photos",
    "matter-callback",
)
LANG = {"en": "en", "zh-hans": "zh-Hans"}
INLINE = {"a", "b", "em", "i", "kbd", "small", "span", "strong", "time", "wbr"}
NO_END = {"meta", "link", "input", "br", "wbr", "img", "use", "hr", "rect", "path", "col"}


class Reader(HTMLParser):
    """Collects what a page says in English, and leaves out what says it is Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.told: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        hidden = self.is_left_out or tag in UNSEEN
        hidden = hidden or (known.get("lang") or "").startswith("zh")
        hidden = hidden or known.get("aria-hidden") == "true"
        if not hidden:
            aloud = SAID_ALOUD | ({"value"} if known.get("type") == "submit" else set())
            self.told += [known[name] or "" for name in aloud & known.keys()]
        if tag not in INLINE:
            self.said.append("\n")
        if tag not in NO_END:
            self.open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.is_left_out:
            self.said.append(data)

    @property
    def is_left_out(self) -> bool:
        return bool(self.open) and self.open[-1][1]


def written_by_people() -> list[str]:
    """What stands in the tables and is no word of the house, the longest first."""
    house = messages.sentences()
    found: set[str] = set()
    for model in apps.get_models():
        texts = [
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, CharField | TextField | JSONField)
        ]
        for row in model._default_manager.values_list(*texts) if texts else ():
            found |= {text for value in row for text in _texts_in(value)}
    names = set(Person.objects.values_list("name", flat=True))
    found |= {masked_name(name) for name in names}
    asked_for = {route.requirement for route in ROUTES.default}  # kept with the matter
    plain = sorted((found - house) | asked_for, key=len, reverse=True)
    return [*plain, *{name[0] for name in names}]


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str) and CHINESE.search(value):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts_in(part)


def test_every_sentence_has_its_english_twin() -> None:
    assert messages.untranslated() == set(), "run: bin/linli messages --write"


def test_no_twin_names_other_facts_than_its_sentence() -> None:
    assert messages.ill_translated() == []


def further_pages(them: Everybody) -> list[tuple[str, Client, str]]:
    """What is reached from the pages of everybody: each step, each list, each refusal."""
    desk, steward, resident = map(a_browser_of, (them.clerk, them.steward, them.resident))
    numbers = [matter.number for matter in them.matters]
    registers = ("new-person", "new-organisation", "new-post", "own-password")
    at_desk = [reverse(name) for name in registers]
    at_desk += [reverse("desk-matter", args=[number]) for number in numbers]
    at_desk += [reverse(step, args=[number]) for step in STEPS for number in numbers]
    at_desk += [reverse("person-correction", args=[them.resident.pk])]
    at_desk += [reverse("place-codes", args=[them.place.compound.pk])]
    at_desk += [reverse("post", args=[post.pk]) for post in Post.objects.all()]
    at_desk += [reverse("organisation", args=[one.pk]) for one in Organisation.objects.all()]
    at_desk += [reverse("figure", args=[code]) + _here(them) for code in Indicator.registry]
    at_home = [reverse("matter", args=[number]) for number in numbers]
    at_home += [reverse("matter-withdrawal", args=[numbers[0]]), reverse("desk")]
    in_the_street = [reverse("board-matter", args=[number]) for number in numbers]
    in_the_street += [reverse(name) for name in ("sign-in-password", "desk", "today", "people")]
    in_the_street += [reverse("playbook-try") + "?words=灯", "/nowhere/"]
    on_the_stairs = [reverse(step, args=[number]) for step in STEPS for number in numbers]
    on_the_stairs += [reverse("today-record")]
    return [
        *(("社区工作者", desk, address) for address in at_desk),
        *(("居民", resident, address) for address in at_home),
        *(("楼长", steward, address) for address in on_the_stairs),
        *(("路人", Client(), address) for address in in_the_street),
    ]


def _here(them: Everybody) -> str:
    return f"?place={them.place.community.pk}"


def chinese_on(page: HttpResponse, ours: list[str]) -> list[str]:
    """What Chinese is left on an English page once what people wrote is taken away."""
    text = page.content.decode()
    assert '<html lang="en"' in text
    reader = Reader()
    reader.feed(text)
    said = "".join(reader.said) + "\n".join(reader.told)
    for written in ours:
        said = said.replace(written, "")
    return CHINESE.findall(said)


@pytest.mark.django_db
def test_no_page_falls_back_into_chinese() -> None:
    them = everybody()
    pages, left = [*pages_of(them), *further_pages(them)], {}
    ours = written_by_people()
    for who, browser, address in pages:
        browser.cookies["django_language"] = "en"
        page = browser.get(address, follow=True)
        if page.status_code != 405 and (found := chinese_on(page, ours)):
            left[f"{who} {address}"] = found

    assert left == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["say", "desk-say", "today-record", "sign-in", "follow"])
def test_a_form_asks_again_in_english(name: str) -> None:
    them = everybody()
    browser = a_browser_of(them.steward if name == "today-record" else them.clerk)
    browser.cookies["django_language"] = "en"

    page = browser.post(reverse(name), {"key": "1"}, follow=True)

    assert chinese_on(page, written_by_people()) == []


@pytest.mark.parametrize("choice", ["en", "zh-hans"])
@pytest.mark.django_db
def test_the_switch_leads_to_the_other_language_and_is_remembered(choice: str) -> None:
    everybody()
    browser, other = Client(), {"en": "zh-hans", "zh-hans": "en"}[choice]

    chosen = browser.get("/", {"language": choice}).content.decode()
    later = browser.get(reverse("say")).content.decode()

    assert f'<html lang="{LANG[choice]}"' in chosen
    assert f'href="?language={other}"' in chosen
    assert f'<html lang="{LANG[choice]}"' in later
