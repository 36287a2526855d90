"""Addresses of profiles and campaigns: nouns; a change is a POST to a noun."""

from django.urls import path

from linli.profiles import views

urlpatterns = [
    path("profile/", views.here, name="profile-here"),
    path("profile/<int:pk>/", views.profile, name="profile"),
    path("profile/<int:pk>/edit/", views.edit, name="profile-edit"),
    path("profile/<int:pk>/facts/", views.facts, name="profile-facts"),
    path("profile/facts/<int:pk>/removal/", views.fact_removal, name="profile-fact-removal"),
    path("profile/<int:pk>/honours/", views.honours, name="profile-honours"),
    path("profile/honours/<int:pk>/removal/", views.honour_removal, name="honour-removal"),
    path("profile/<int:pk>/campaigns/", views.campaigns, name="profile-campaigns"),
    path("campaigns/<int:pk>/", views.campaign, name="campaign"),
    path("campaigns/<int:pk>/closure/", views.campaign_closure, name="campaign-closure"),
    path("matters/<str:number>/campaigns/", views.tags, name="matter-campaigns"),
    path(
        "matters/<str:number>/campaigns/<int:pk>/removal/",
        views.tag_removal,
        name="matter-campaign-removal",
    ),
]
