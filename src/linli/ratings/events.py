"""What happens to a rating; told on the timeline of the thing that is rated."""

from linli.kernel.events import Event
from linli.kernel.words import Words


class RatingGiven(
    Event,
    code="ratings.given",
    sentence="评价：{solved}，{satisfied}（{way}）{comment}",
    personal=["comment"],
):
    solved: Words
    satisfied: Words
    way: Words
    comment: str
