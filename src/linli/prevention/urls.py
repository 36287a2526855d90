"""The addresses of problems."""

from django.urls import path

from linli.prevention.views import problems

urlpatterns = [
    path("problems/", problems.problems, name="problems"),
    path("matters/<str:number>/problem/", problems.from_matter, name="matter-problem"),
    path("problems/<str:number>/", problems.problem, name="problem"),
    path(
        "problems/<str:number>/matters/<int:pk>/", problems.taken_off, name="problem-taken-off"
    ),
    path("problems/<str:number>/<str:noun>/", problems.one_deed, name="problem-deed"),
]
