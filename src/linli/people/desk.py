"""The registers that somebody keeps."""

from django.utils.translation import gettext_noop as _

from linli.kernel.words import Words
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, offer


def _keeps(viewer: Viewer) -> bool:
    return viewer.keeps_anything


REGISTERS = (
    ("people", _("人与户"), "users"),
    ("doubles", _("疑似同一人"), "users-group"),
    ("organisations", _("组织单位"), "building-community"),
    ("posts", _("岗位"), "id-badge-2"),
    ("places", _("楼栋地点"), "map-pin"),
)
offer(
    *(
        Entry(
            url_name=name, label=Words(label), icon=icon, group=Group.REGISTER, shown_to=_keeps
        )
        for name, label, icon in REGISTERS
    )
)
