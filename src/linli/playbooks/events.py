"""What can be told about playbooks."""

from linli.kernel.events import Audience, Event


class PlaybookAdopted(
    Event,
    code="playbooks.adopted",
    sentence="采用了规则包“{name}”第 {version} 版",
    personal=[],
):
    """采用规则包: from now on these rules hold in the place; what runs keeps its own."""

    playbook: str
    name: str
    title: str
    title_en: str
    version: str
    source: str
    basis: str
    digest: str


class RuleProposed(
    Event,
    code="playbooks.rule_proposed",
    sentence="按裁定提了一条规则，先试行：{keywords}",
    personal=[],
    audience=Audience.HOUSE,
):
    keywords: str


class RuleSwitchedOn(
    Event,
    code="playbooks.rule_switched_on",
    sentence="启用了按裁定提的规则：{keywords}",
    personal=[],
):
    keywords: str


class RuleDropped(
    Event,
    code="playbooks.rule_dropped",
    sentence="按裁定提的规则不用：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    reason: str
