"""What a proof of service (志愿服务记录证明) says, in five parts. No Django here."""

import json
from dataclasses import asdict, dataclass

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without 0 and O, 1, I and L, which look alike on paper."""
CODE_LENGTH = 12


@dataclass(frozen=True, kw_only=True)
class ServedLine:
    """服务情况: one kind of service, how often and how many minutes, how much of it late."""

    what: str
    times: int
    minutes: int
    late: int = 0


@dataclass(frozen=True, kw_only=True)
class DatedLine:
    """A training, a certificate or an honour, with who gave it and when."""

    title: str
    given_by: str
    on: str


@dataclass(frozen=True, kw_only=True)
class ProofContent:
    """五类信息 (R07): basic facts, service, training, honours, judgements. Nothing else."""

    name: str
    number: str
    station: str
    registered_on: str
    since: str
    until: str
    served: tuple[ServedLine, ...] = ()
    trained: tuple[DatedLine, ...] = ()
    honoured: tuple[DatedLine, ...] = ()
    star: int = 0
    good: int = 0
    fair: int = 0
    poor: int = 0

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.served)

    @property
    def times(self) -> int:
        return sum(line.times for line in self.served)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.served)

    @property
    def judged(self) -> int:
        return self.good + self.fair + self.poor


def written(content: ProofContent) -> str:
    """As it is kept: text from which exactly the same is read again."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True)


def read(text: str) -> ProofContent:
    """What was kept."""
    said = json.loads(text)
    lines = {
        "served": tuple(ServedLine(**line) for line in said["served"]),
        "trained": tuple(DatedLine(**line) for line in said["trained"]),
        "honoured": tuple(DatedLine(**line) for line in said["honoured"]),
    }
    return ProofContent(**{**said, **lines})


def grouped(code: str) -> str:
    """ABCD-EFGH-JKMN, so that it can be read out and typed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def plain(typed: str) -> str:
    """The code as it is kept, whatever somebody typed between its letters."""
    return "".join(char for char in typed.upper() if char in LETTERS)
