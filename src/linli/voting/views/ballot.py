"""投票: one question a page in large print, all of it once more, and then it goes.

What is chosen travels in the body of the form alone: no address, no session, no draft and no
kept answer has it, and the browser is told not to store the page.
"""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.errors import NotPermitted, Refusal
from linli.people.viewer import Viewer
from linli.ui.pages import page
from linli.voting import actions
from linli.voting.forms import SheetForm, name_of
from linli.voting.models import Poll, PollQuestion
from linli.voting.queries import MyVote, votes_of
from linli.voting.views.doors import seen_poll, signed_in

CAST, CONFIRM = "cast", "confirm"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, number: str) -> HttpResponse:
    """The next question, the look over everything, or the receipt."""
    viewer = signed_in(request)
    found = seen_poll(viewer, number)
    prefetch_related_objects([found], "questions")
    vote = _meant(request, viewer, found)
    if vote.has_voted:
        return page(request, "voting/voted.html", {"poll": found, "receipt": ""})
    questions = list(found.questions.all())
    go = request.POST.get("go", "1")
    answered = [one for one in questions if _is_behind(one, go)]
    form = SheetForm(request.POST, questions=answered) if answered else None
    if form and not form.is_valid():
        wrong = next(one for one in answered if name_of(one) in form.errors)
        return _question_page(request, found, vote, questions, wrong, form=form, status=422)
    if go == CAST and form:
        return _cast(request, viewer, found, vote, form)
    if go == CONFIRM and form:
        return _confirm_page(request, found, vote, form)
    asked = next((one for one in questions if str(one.position) == go), questions[0])
    return _question_page(request, found, vote, questions, asked)


def _meant(request: HttpRequest, viewer: Viewer, found: Poll) -> MyVote:
    """The entry that is voted for: the one that was said, otherwise the next that has not."""
    votes = votes_of(viewer, found)
    said = request.POST.get("entry", request.GET.get("entry", ""))
    meant = [vote for vote in votes if vote.entry.key == said] if said else votes
    if not meant:
        raise NotPermitted("您不在这次的名册上，也没有这次投票的书面委托。")
    return next((vote for vote in meant if not vote.has_voted), meant[0])


def _is_behind(question: PollQuestion, go: str) -> bool:
    """Whether it has been answered when somebody goes there."""
    return go in (CAST, CONFIRM) or (go.isdecimal() and question.position < int(go[:3]))


def _question_page(
    request: HttpRequest,
    found: Poll,
    vote: MyVote,
    questions: list[PollQuestion],
    asked: PollQuestion,
    *,
    form: SheetForm | None = None,
    status: int = 200,
) -> HttpResponse:
    posted = request.POST if name_of(asked) in request.POST else None
    shown = form or SheetForm(posted, questions=[asked])
    is_last = asked == questions[-1]
    context = {
        "poll": found,
        "vote": vote,
        "asked": asked,
        "field": shown[name_of(asked)],
        "carried": _carried(request, but=asked),
        "place": questions.index(asked) + 1,
        "many": len(questions),
        "next_go": CONFIRM if is_last else str(asked.position + 1),
        "back_go": "" if asked == questions[0] else str(asked.position - 1),
        "seats": asked.law.seats,
    }
    return page(request, "voting/ballot.html", context, status=status)


def _confirm_page(
    request: HttpRequest, found: Poll, vote: MyVote, form: SheetForm
) -> HttpResponse:
    chosen = [
        {"question": question, "names": [question.options[place] for place in places]}
        for question, places in zip(form.questions, form.marked, strict=True)
    ]
    context = {
        "poll": found,
        "vote": vote,
        "chosen": chosen,
        "carried": _carried(request),
    }
    return page(request, "voting/confirm.html", context)


def _cast(
    request: HttpRequest, viewer: Viewer, found: Poll, vote: MyVote, form: SheetForm
) -> HttpResponse:
    try:
        receipt = actions.cast_ballot(
            poll=found, entry=vote.entry, marked=form.marked, by=viewer, at=clock.now()
        )
    except Refusal as refusal:
        # A page of our own: the usual one would show what was typed once more.
        context: dict[str, Any] = {"poll": found, "refusal": refusal}
        return page(request, "voting/not_cast.html", context, status=refusal.status)
    return page(request, "voting/voted.html", {"poll": found, "receipt": receipt})


def _carried(request: HttpRequest, *, but: PollQuestion | None = None) -> list[tuple[str, str]]:
    """What was answered on the pages before, to be carried on in the body."""
    without = name_of(but) if but else ""
    return [
        (name, word)
        for name, words in request.POST.lists()
        if name[:1] == "q" and name != without
        for word in words
    ]
