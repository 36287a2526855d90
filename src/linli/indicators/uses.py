"""The four uses of credit (GZ11), and by which entry of the journal each is known."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_noop as _

from linli.ledger.events import CreditsDonated, CreditsGiven, HoldCaptured
from linli.store.events import GoodsHandedOver, HonourAccepted

GOODS, SERVICE, GIVEN, HONOUR = _("兑物品"), _("付服务"), _("赠亲属、捐赠"), _("上荣誉榜")
USES: Mapping[str, str] = MappingProxyType(
    {
        GoodsHandedOver.code: GOODS,
        HoldCaptured.code: SERVICE,
        CreditsGiven.code: GIVEN,
        CreditsDonated.code: GIVEN,
        HonourAccepted.code: HONOUR,
    }
)
