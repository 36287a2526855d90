"""The addresses of matters: saying, following, rating, and the public board."""

from django.urls import URLPattern, URLResolver, include, path

from linli.matters.views import board, board_sheet, following, life, mine, rating, saying

urlpatterns: list[URLPattern | URLResolver] = [
    path("say/", saying.say, name="say"),
    path("q/<str:code>/", saying.say_here, name="say-here"),
    path("say/sent/<str:number>/", saying.sent, name="said"),
    path("follow/", following.follow, name="follow"),
    path("mine/", mine.mine, name="my-matters"),
    path("matters/<str:number>/", life.life, name="matter"),
    path("matters/<str:number>/words/", life.words, name="matter-words"),
    path("matters/<str:number>/voices/", saying.join, name="matter-voices"),
    path("matters/<str:number>/withdrawal/", life.withdrawal, name="matter-withdrawal"),
    path("matters/<str:number>/photos/<int:pk>/", life.photo, name="matter-photo"),
    path("rate/<str:token>/", rating.rate, name="rate"),
    path("board/", board.notice_board, name="board"),
    path("board/list/", board.listed, name="board-list"),
    path("board/how/", board.how_counted, name="how-counted"),
    path("board/matters/<str:number>/", board.one, name="board-matter"),
    path("board/sheet/", board_sheet.board_sheet, name="board-sheet"),
    path("board/sheet/<int:pk>/hanging/", board_sheet.hung, name="board-sheet-hung"),
    path("board/<str:month>/", board.notice_board, name="board-month"),
    path("", include("linli.matters.desk_urls")),
]
