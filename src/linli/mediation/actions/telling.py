"""What the matter hears from which a dispute came: that it is settled, or is back."""

from datetime import datetime

from linli.kernel import journal
from linli.kernel.options import pinned
from linli.kernel.references import Ref
from linli.mediation.events import MatterBackFromMediation, MatterSettledByMediation
from linli.mediation.models import Case
from linli.mediation.options import FURTHER_WAYS


def tell_the_matter_it_is_settled(case: Case, *, by: Ref, at: datetime) -> None:
    """调成了: said without a word of what was agreed."""
    if case.matter:
        event = MatterSettledByMediation(subject=case.matter.ref, case=case.pk)
        journal.record(event, by=by, at=at, place=case.place.ref)


def tell_the_matter_it_is_back(case: Case, *, by: Ref, at: datetime) -> None:
    """没有调成: whoever has the matter goes on with it, and the other ways are named (26)."""
    if case.matter:
        ways = pinned(case.options_digest)[FURTHER_WAYS]
        event = MatterBackFromMediation(
            subject=case.matter.ref,
            case=case.pk,
            ways="；".join(f"{way.label} {way.phone}" for way in ways),
        )
        journal.record(event, by=by, at=at, place=case.place.ref)
