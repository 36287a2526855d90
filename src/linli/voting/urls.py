"""The addresses of votes."""

from django.urls import path

from linli.voting.views import ballot, counting, papers, polls, reading, rolls

urlpatterns = [
    path("votes/", reading.votes, name="votes"),
    path("votes/new/", polls.new_poll, name="new-poll"),
    path("votes/verify.py", counting.verify, name="verify-votes"),
    path("votes/rolls/new/", rolls.new_roll, name="new-roll"),
    path("votes/rolls/<str:number>/", rolls.roll, name="roll"),
    path("votes/rolls/<str:number>/entries/", rolls.filling, name="roll-entries"),
    path("votes/rolls/<str:number>/showing/", rolls.showing, name="roll-showing"),
    path("votes/rolls/<str:number>/sealing/", rolls.sealing, name="roll-sealing"),
    path("votes/rolls/<str:number>/dropping/", rolls.dropping, name="roll-dropping"),
    path("votes/rolls/<str:number>/corrections/", rolls.corrections, name="roll-corrections"),
    path(
        "votes/rolls/<str:number>/corrections/<int:pk>/ruling/",
        rolls.ruling,
        name="roll-ruling",
    ),
    path("votes/<str:number>/", reading.poll, name="poll"),
    path("votes/<str:number>/counters/", polls.counters, name="poll-counters"),
    path("votes/<str:number>/opening/", polls.opening, name="poll-opening"),
    path("votes/<str:number>/extension/", polls.extension, name="poll-extension"),
    path("votes/<str:number>/closing/", polls.closing, name="poll-closing"),
    path("votes/<str:number>/withdrawal/", polls.withdrawal, name="poll-withdrawal"),
    path("votes/<str:number>/proxies/", polls.proxies, name="poll-proxies"),
    path("votes/<str:number>/ballot/", ballot.ballot, name="ballot"),
    path("votes/<str:number>/papers/", papers.papers, name="papers"),
    path("votes/<str:number>/papers/sheets/", papers.sheets, name="paper-sheets"),
    path("votes/<str:number>/papers/printing/", papers.printing, name="paper-printing"),
    path("votes/<str:number>/papers/hand-outs/", papers.hand_outs, name="paper-hand-outs"),
    path("votes/<str:number>/papers/take-ins/", papers.take_ins, name="paper-take-ins"),
    path("votes/<str:number>/papers/readings/", papers.readings, name="paper-readings"),
    path("votes/<str:number>/count/", counting.count, name="poll-count"),
    path("votes/<str:number>/recount/", counting.recount, name="poll-recount"),
    path("votes/<str:number>/bundle/", counting.bundle, name="full-bundle"),
    path("votes/<str:number>/bundle.json", counting.public_bundle, name="public-bundle"),
]
