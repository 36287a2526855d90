"""What the desk tells everybody every month, on the page of all work."""

from django.utils.translation import gettext_noop as _

from linli.kernel.words import Words
from linli.ui.entries import Entry, Group, offer

offer(
    Entry(
        url_name="board-sheet",
        label=Words(_("办事月报")),
        icon="printer",
        group=Group.TELL,
        shown_to=lambda viewer: viewer.works_a_desk,
        hint=Words(_("每月张贴：办了什么、满意多少、怎么算的")),
    ),
)
