"""A few pages to try the base page with."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from linli.ui.forms import OneTimeForm
from linli.ui.pages import page


class Said(OneTimeForm):
    words = forms.CharField(label="什么事", help_text="怎么说都行。")
    way = forms.ChoiceField(
        label="怎么找您",
        widget=forms.RadioSelect,
        choices=[("call", "打电话"), ("note", "纸条")],
    )


def say(request: HttpRequest) -> HttpResponse:
    form = Said(request.POST or None)
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    return page(request, "ui/tests/say.html", {"form": form}, status=status)


urlpatterns = [
    path("", say, name="home"),
    path("say/", say, name="say"),
    path("", include("linli.ui.urls")),
]
