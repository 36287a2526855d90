"""What comes in and goes out, on the page of all work."""

from django.utils.translation import gettext_noop as _

from linli.kernel.words import Words
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, offer


def _keeps(viewer: Viewer) -> bool:
    return viewer.keeps_anything


PAGES = (
    ("import-people", _("导入人户登记册"), "cloud-upload"),
    ("exports", _("导出登记册"), "download"),
    ("export-orders", _("回传工单"), "share"),
)
offer(
    *(
        Entry(
            url_name=name, label=Words(label), icon=icon, group=Group.REGISTER, shown_to=_keeps
        )
        for name, label, icon in PAGES
    )
)
