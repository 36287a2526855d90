"""What happens to messages."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref


class Told(
    Event,
    code="messaging.told",
    sentence="已告知{to}",
    personal=[],
    audience=Audience.HOUSE,
):
    """Its subject is what the message is about."""

    to: Ref
