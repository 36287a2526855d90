"""What may happen to a certificate (资质证书), when its holder is warned. No Django here."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words

MONTHS = 12


class CertificateState(StrEnum):
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    REFUSED = "refused"
    LAPSED = "lapsed"
    REVOKED = "revoked"

    @property
    def label(self) -> Words:
        return Words(
            {
                "submitted": "等人核验",
                "verified": "核验过",
                "refused": "没有通过",
                "lapsed": "过期了",
                "revoked": "撤销了",
            }[self]
        )


class CertificateStep(StrEnum):
    VERIFY = "verify"
    REFUSE = "refuse"
    LAPSE = "lapse"
    REVOKE = "revoke"

    @property
    def label(self) -> Words:
        return Words(
            {"verify": "核验", "refuse": "不通过", "lapse": "过期", "revoke": "撤销"}[self]
        )


class CertificateStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[CertificateState, CertificateStep], CertificateState] = MappingProxyType(
    {
        (CertificateState.SUBMITTED, CertificateStep.VERIFY): CertificateState.VERIFIED,
        (CertificateState.SUBMITTED, CertificateStep.REFUSE): CertificateState.REFUSED,
        (CertificateState.VERIFIED, CertificateStep.LAPSE): CertificateState.LAPSED,
        (CertificateState.VERIFIED, CertificateStep.REVOKE): CertificateState.REVOKED,
    }
)


def after(state: CertificateState, step: CertificateStep) -> CertificateState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise CertificateStepNotAllowed(
            "证书“{state}”的时候不能{step}。", state=state.label, step=step.label
        ) from None


def is_valid(*, issued_on: date, valid_until: date | None, on: date) -> bool:
    """Good on its last day (`valid_until`) and no longer on the next."""
    return issued_on <= on and (valid_until is None or on <= valid_until)


def warn_from(valid_until: date, days_before: int) -> date:
    """The day from which the holder is warned."""
    return valid_until - timedelta(days=days_before)


def good_until(on: date, months: int) -> date | None:
    """So many months on, on the same day or the last of a shorter month; 0: for good."""
    if not months:
        return None
    years, month = divmod(on.month - 1 + months, MONTHS)
    day = date(on.year + years, month + 1, 1)
    following = (day + timedelta(days=31)).replace(day=1)
    return day.replace(day=min(on.day, (following - day).days))
