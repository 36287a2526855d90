"""The addresses of whistles and of the units that are called."""

from django.urls import path

from linli.coordination.views import figures, tables, units, whistles

urlpatterns = [
    path("matters/<str:number>/whistle/", whistles.blow, name="matter-whistle"),
    path("whistles/", whistles.whistles, name="whistles"),
    path("whistles/counts/", figures.counts, name="whistle-counts"),
    path("whistles/figures/", figures.figures, name="whistle-figures"),
    path("whistles/figures/list/", figures.listed, name="whistle-figures-list"),
    path("whistles/<int:pk>/", whistles.whistle, name="whistle"),
    path("whistles/<int:pk>/sheet/", whistles.sheet, name="whistle-sheet"),
    path("whistles/<int:whistle>/units/<int:pk>/arrival/", units.arrival, name="unit-arrival"),
    path("whistles/<int:whistle>/units/<int:pk>/result/", units.result, name="unit-result"),
    path("whistles/<int:whistle>/units/<int:pk>/release/", units.release, name="unit-release"),
    path(
        "whistles/<int:whistle>/units/<int:pk>/judgement/",
        units.judgement,
        name="unit-judgement",
    ),
    path("joint/", tables.joint_meetings, name="joint-meetings"),
    path("joint/new/", tables.call_table, name="joint-call"),
    path("joint/items/<int:pk>/decision/", tables.decision, name="joint-decision"),
    path("joint/tasks/<int:pk>/result/", tables.task_result, name="joint-task-result"),
    path("joint/tasks/<int:pk>/end/", tables.task_dropped, name="joint-task-end"),
    path("matters/<str:number>/table/", tables.put_before, name="matter-table"),
    path("unit/", units.unit_work, name="unit-work"),
]
