"""What can be told about playbooks."""

from linli.kernel.events import Event


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
