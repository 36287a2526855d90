"""A store, its goods, and the shelves on which they lie; each move of stock is kept."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from linli.kernel.references import Ref, ref
from linli.ledger.rules import Book
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store.rules import MoveKind, Stock


class Store(models.Model):
    """积分超市: where goods are fetched, and when somebody stands at its counter."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="stores")
    name = models.CharField("名称", max_length=40)
    address = models.CharField("地址", max_length=80)
    hours = models.CharField("营业时间", max_length=80)
    opened_on = models.DateField("开张日期")
    closed_on = models.DateField("停业日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="store_name_once", fields=["area", "name"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class Goods(models.Model):
    """商品: what can be had for credits; its price is in hours or in points, never in yuan.

    `cost_fen` is what a piece costs the community, for its budget. A price that changes is a
    new one from then on; what is reserved keeps the old.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="goods")
    name = models.CharField("名称", max_length=40)
    unit = models.CharField("单位", max_length=8, default="件")
    book = models.CharField("账本", max_length=6)
    price = models.PositiveIntegerField("价格")
    cost_fen = models.PositiveIntegerField("成本（分）", default=0)
    most_a_month = models.PositiveSmallIntegerField("每月限兑", default=0)
    withdrawn_on = models.DateField("下架日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="goods_once_a_book",
                fields=["area", "name", "book"],
                condition=Q(withdrawn_on=None),
            ),
            models.CheckConstraint(name="goods_priced", condition=Q(price__gt=0)),
            models.CheckConstraint(
                name="goods_never_for_money",
                condition=Q(book__in=[Book.HOUR.value, Book.POINT.value]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class ShelfQuerySet(models.QuerySet["Shelf"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Stock is for who keeps the store, the desk above it, and who audits there."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            keeps = post.kind is PostKind.STORE_KEEPER or post.keeps_registers
            if keeps or post.reach is Reach.READ:
                seen |= Q(store__area__path__startswith=post.area_path)
        return self.filter(seen)

    def on_offer(self) -> Self:
        """有货的: what somebody could have today, in the stores that are open."""
        return self.filter(
            store__closed_on=None, goods__withdrawn_on=None, on_hand__gt=F("reserved")
        )

    def running_low(self) -> Self:
        """快没货的: at or below the level at which somebody has to order."""
        return self.filter(
            store__closed_on=None,
            goods__withdrawn_on=None,
            on_hand__lte=F("reserved") + F("low_at"),
        )


class Shelf(models.Model):
    """货架: one kind of goods in one store. `version` counts the moves; it is the lock."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="shelves")
    goods = models.ForeignKey(Goods, models.PROTECT, related_name="shelves")
    on_hand = models.PositiveIntegerField("现有", default=0)
    reserved = models.PositiveIntegerField("已留", default=0)
    low_at = models.PositiveIntegerField("低于几件提醒", default=0)
    version = models.PositiveIntegerField("笔数", default=0)

    objects = ShelfQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="shelf_once", fields=["store", "goods"]),
            models.CheckConstraint(
                name="shelf_never_promises_more_than_it_has",
                condition=Q(on_hand__gte=F("reserved")) & Q(reserved__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.on_hand}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def stock(self) -> Stock:
        return Stock(on_hand=self.on_hand, reserved=self.reserved)

    @property
    def available(self) -> int:
        return self.stock.available

    @property
    def is_low(self) -> bool:
        return self.available <= self.low_at


class StockMove(models.Model):
    """出入库: one move on one shelf and what lies there afterwards. Triggers keep it."""

    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="moves")
    version = models.PositiveIntegerField("第几笔")
    kind = models.CharField("种类", max_length=10)
    on_hand = models.IntegerField("现有增减", default=0)
    reserved = models.IntegerField("已留增减", default=0)
    on_hand_after = models.PositiveIntegerField("现有")
    reserved_after = models.PositiveIntegerField("已留")
    order = models.CharField("来自", max_length=60, default="", db_index=True)
    actor = models.CharField("经手", max_length=60)
    approver = models.CharField("复核", max_length=60, default="")
    reason = models.CharField("事由", max_length=120, default="")
    moved_at = models.DateTimeField("时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="stock_move_once", fields=["shelf", "version"]),
            models.CheckConstraint(
                name="stock_move_kind_known",
                condition=Q(kind__in=[kind.value for kind in MoveKind]),
            ),
            models.CheckConstraint(
                name="stock_move_moves_something",
                condition=~Q(on_hand=0) | ~Q(reserved=0),
            ),
            models.CheckConstraint(
                name="stock_corrected_by_two",
                condition=~Q(kind="correct") | (~Q(approver="") & ~Q(approver=F("actor"))),
            ),
            models.CheckConstraint(
                name="stock_move_leaves_what_is_promised",
                condition=Q(on_hand_after__gte=F("reserved_after")),
            ),
        ]
        indexes = [models.Index(name="stock_move_at", fields=["moved_at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
