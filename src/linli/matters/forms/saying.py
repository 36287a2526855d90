"""What a neighbour says: the words first, everything else as little as possible."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.kernel.attachments import Upload
from linli.kernel.identity import NotAPhoneNumber, read_phone
from linli.kernel.options import resolve
from linli.kernel.words import say
from linli.matters.actions import Word
from linli.matters.options import CHANNELS
from linli.matters.queries.callers import principals_of, serving_in
from linli.matters.queries.here import Setting
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.ui.forms import OneTimeForm

LONGEST_WORDS = 2000
MOST_PHOTOS = 3
ME, UNNAMED, OTHER, PRINCIPAL = "me", "unnamed", "other", "for-"
WEB, QR = "web", "qr"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A few pictures at once; none is fine."""

    widget = ManyFiles(attrs={"accept": "image/*", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        uploads = [upload for upload in data or [] if upload]
        if len(uploads) > MOST_PHOTOS:
            raise forms.ValidationError(
                say("最多放 {most} 张照片，请重新选。", most=MOST_PHOTOS), code="too_many"
            )
        return [super(PhotosField, self).clean(upload, initial) for upload in uploads]


class PlaceField(forms.TypedChoiceField):
    """Where: the picker is drawn when it is shown; what was chosen is looked up by itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stands: Callable[[int], bool] = lambda _: False

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal() and self.stands(int(value))


class SayForm(OneTimeForm):
    """我要说事"""

    words = forms.CharField(
        label=_("什么事"),
        help_text=_("怎么说都行，像跟邻居说话一样。"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={"required": _("请写一句是什么事，几个字也行。")},
    )
    community = forms.TypedChoiceField(label=_("哪个社区"), coerce=int, required=False)
    place = PlaceField(
        label=_("在哪里"),
        coerce=int,
        empty_value=None,
        error_messages={"required": _("请选一下在哪里；说不清就选整个社区。")},
    )
    spot = forms.CharField(
        label=_("具体在哪儿"),
        help_text=_("像这样：2单元三楼平台"),
        max_length=60,
        required=False,
    )
    photos = PhotosField(label=_("照片"), help_text=_("最多三张，没有也行。"), required=False)
    whom = forms.ChoiceField(label=_("替谁说"), required=False, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("怎么听来的"), required=False)
    name = forms.CharField(label=_("对方姓名"), max_length=60, required=False)
    phone = forms.CharField(label=_("对方电话"), max_length=20, required=False)
    evidence = forms.CharField(
        label=_("怎么托您说的"),
        help_text=_("像这样：11月23日上门时当面说的"),
        max_length=80,
        required=False,
    )
    contact = forms.CharField(
        label=_("留个电话好联系"),
        help_text=_("只给办这件事的人看，不公开。"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    may_publish = forms.BooleanField(
        label=_("可以写进公开栏"),
        help_text=_("只写什么事、怎么办的，不写您的名字、电话和门牌。不同意也照样办。"),
        required=False,
    )
    private = forms.BooleanField(
        label=_("只给社区看，别让邻居知道"),
        help_text=_("生病、家里的难处，可以勾上。"),
        required=False,
    )
    concerns = forms.TypedChoiceField(
        label=_("说的是在社区做事的人吗"),
        help_text=_("选了谁，这件事就直接交上一级，他本人看不到。"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    seen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, viewer: Viewer, setting: Setting, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.setting = viewer, setting
        self.people: dict[int, Person] = principals_of(viewer)
        self._offer_places(on)
        self._offer_whom()
        self._offer_channels()
        self._offer_whom_it_concerns(on)

    @property
    def records_for_others(self) -> bool:
        """Whether the viewer writes down what others say: who serves in the community does."""
        community = self.setting.community
        if community is None or not self.viewer.is_known:
            return False
        return self.viewer.serves(community.path) or self.viewer.walks_the_stairs

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("whom") == OTHER:
            for name in ("name", "evidence"):
                if not cleaned.get(name):
                    self.add_error(name, _("替别人记，这里要填一下。"))
        for name in ("phone", "contact"):
            self._read_phone(name, cleaned)
        return cleaned

    def word(self) -> Word:
        """What was said, ready for the action."""
        said = self.cleaned_data
        concerned = said["concerns"]
        place = self._place(said["place"])
        if place is None:
            raise LookupError("Ask for the words of a form once it is valid.")
        return Word(
            words=said["words"],
            place=place,
            channel=said["channel"] or self._way_in(),
            spot=said["spot"],
            point=self.setting.point,
            may_publish=said["may_publish"],
            private=said["private"],
            concerns=Person.objects.get(pk=concerned) if concerned else None,
            contact=said["contact"],
            photos=tuple(said["photos"]),
        )

    def _read_phone(self, name: str, cleaned: dict[str, Any]) -> None:
        if not cleaned.get(name):
            return
        try:
            cleaned[name] = read_phone(cleaned[name]).number
        except NotAPhoneNumber as error:
            self.add_error(name, str(error))

    def _offer_places(self, on: date) -> None:
        setting = self.setting
        self._choose("community", [(area.pk, area.name) for area in setting.communities])
        place = cast("PlaceField", self.fields["place"])
        self._place = cache(lambda pk: setting.place(pk, on=on))
        place.stands = lambda pk: self._place(pk) is not None
        place.choices = cache(lambda: [("", gettext("请选择")), *setting.places(on)])
        if setting.community:
            self.fields["community"].initial = setting.community.pk
        self.fields["place"].initial = setting.area.pk if setting.area else None

    def _offer_whom(self) -> None:
        whom = cast("forms.ChoiceField", self.fields["whom"])
        if not self.viewer.is_known:
            whom.choices, whom.initial = [(UNNAMED, gettext("不留名"))], UNNAMED
            return
        family = [
            (f"{PRINCIPAL}{pk}", say("替{name}说（受托）", name=person.name))
            for pk, person in self.people.items()
        ]
        other = [(OTHER, gettext("替别人记下来"))] if self.records_for_others else []
        unnamed = (UNNAMED, gettext("不留名（凭回执码查）"))
        whom.choices = [(ME, gettext("我自己")), *family, *other, unnamed]
        whom.initial = ME

    def _offer_whom_it_concerns(self, on: date) -> None:
        """Looked up only when shown or chosen from: most words concern nobody."""

        @cache
        def serving() -> list[tuple[int | str, str]]:
            return [("", gettext("不是")), *serving_in(self.setting.community, on=on)]

        cast("forms.ChoiceField", self.fields["concerns"]).choices = serving

    def _offer_channels(self) -> None:
        community = self.setting.community
        self.known_channels = resolve(community.chain)[CHANNELS] if community else ()
        told = [way for way in self.known_channels if way.code not in (WEB, QR)]
        self._choose("channel", [(way.code, gettext(way.label)) for way in told], "—")

    def _way_in(self) -> str:
        known = {way.code for way in self.known_channels}
        return QR if self.setting.point and QR in known else WEB

    def _choose(
        self, name: str, choices: Sequence[tuple[int | str, str]], none: str = ""
    ) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [("", none), *choices] if none else list(choices)
