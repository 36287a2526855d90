"""The documents say what the code does: nothing undocumented, no link into nothing."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from linli.config.reference import first_line, functions_in, models_of_the_house, reference
from linli.kernel.events import Event
from linli.kernel.indicators import Indicator
from linli.kernel.options import Option

HOUSE = Path(__file__).parents[1]
PAGES = [HOUSE / "README.md", HOUSE / "CHANGELOG.md", *sorted((HOUSE / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_the_reference_page_is_what_the_code_says() -> None:
    written = (HOUSE / "docs" / "reference.md").read_text(encoding="utf-8")

    assert written == reference(), "run: bin/linli reference --write"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_link_leads_into_nothing(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [target for target in LINK.findall(text) if "://" not in target]

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("model", models_of_the_house())
def test_the_glossary_knows_every_table(model: str) -> None:
    assert f"`{model}`" in (HOUSE / "docs" / "glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("context", "name"), [(context, name) for context, name, _ in functions_in("actions")]
)
def test_every_action_says_what_it_does(context: str, name: str) -> None:
    [action] = [f for c, n, f in functions_in("actions") if (c, n) == (context, name)]

    assert first_line(action), f"{context}.{name} has no docstring"


def test_every_policy_says_who_may() -> None:
    silent = [f"{c}.{n}" for c, n, policy in functions_in("policies") if not first_line(policy)]

    assert silent == []


def test_every_option_explains_itself() -> None:
    for option in Option.registry.values():
        assert option.label, option.code
        assert option.help, option.code
        assert option.basis, option.code


def test_every_figure_says_what_it_counts() -> None:
    for indicator in Indicator.registry.values():
        assert indicator.definition, indicator.code
        assert indicator.unit, indicator.code


def test_every_event_speaks_chinese() -> None:
    ours = [kind for kind in Event.kinds.values() if ".tests." not in kind.__module__]

    assert [kind.code for kind in ours if not CHINESE.search(kind.sentence)] == []


def test_every_dependency_has_its_reason() -> None:
    reasons = (HOUSE / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for pins in ("requirements.in", "requirements-dev.in"):
        for line in (HOUSE / pins).read_text(encoding="utf-8").splitlines():
            name = re.split(r"[\[=<>~!; ]", line.strip())[0].lower()
            if name and not name.startswith(("#", "-")):
                assert name in reasons, f"{name} has no line in docs/dependencies.md"


def test_no_two_tables_share_a_name_so_that_a_reference_means_one_row() -> None:
    names = [model._meta.model_name for model in apps.get_models()]

    assert len(names) == len(set(names))
