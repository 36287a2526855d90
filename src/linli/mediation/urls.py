"""The addresses of mediated disputes."""

from django.urls import path

from linli.mediation.views import cases, deeds, opening

urlpatterns = [
    path("mediation/", cases.cases, name="mediation-cases"),
    path("mediation/register/", cases.register, name="mediation-register"),
    path("mediation/new/", opening.opened, name="mediation-new"),
    path("mediation/committees/<int:pk>/", cases.compose, name="mediation-committee"),
    path("matters/<str:number>/mediation/", opening.from_matter, name="matter-mediation"),
    path("mediation/<str:number>/", cases.case, name="mediation-case"),
    path("mediation/<str:number>/sheet/", cases.sheet, name="mediation-sheet"),
    path("mediation/<str:number>/parties/<int:pk>/", deeds.consent, name="mediation-consent"),
    path("mediation/<str:number>/mediators/<int:pk>/", deeds.change, name="mediation-change"),
    path("mediation/<str:number>/<str:noun>/", deeds.one_deed, name="mediation-deed"),
]
