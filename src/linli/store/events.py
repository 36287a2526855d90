"""What can happen in the store, and how those it concerns read it."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Words


class StoreOpened(
    Event, code="store.opened", sentence="开了积分超市“{name}”，{address}", personal=[]
):
    name: str
    address: str


class StoreClosed(Event, code="store.closed", sentence="积分超市停业：{reason}", personal=[]):
    reason: str


class GoodsListed(
    Event,
    code="store.goods_listed",
    sentence="上架“{name}”，一{unit} {price} {book}",
    personal=[],
):
    name: str
    unit: str
    price: int
    book: Words


class GoodsRepriced(
    Event, code="store.goods_repriced", sentence="“{name}”改为 {price}：{reason}", personal=[]
):
    name: str
    price: int
    reason: str


class GoodsWithdrawn(
    Event, code="store.goods_withdrawn", sentence="“{name}”下架：{reason}", personal=[]
):
    name: str
    reason: str


class StockMoved(
    Event,
    code="store.stock_moved",
    sentence="{kind} {quantity} 件：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    kind: Words
    quantity: int
    reason: str


class StockRanLow(
    Event,
    code="store.stock_ran_low",
    sentence="“{name}”只剩 {left} 件，该进货了",
    personal=[],
    audience=Audience.HOUSE,
):
    name: str
    left: int


class GoodsReserved(
    Event,
    code="store.goods_reserved",
    sentence="用 {credits} 兑换“{name}” {quantity} 件，留到 {fetch_by}",
    personal=[],
):
    name: str
    quantity: int
    credits: int
    fetch_by: str
    account: Ref


class GoodsHandedOver(
    Event,
    code="store.goods_handed_over",
    sentence="取走“{name}” {quantity} 件，用了 {credits}（{proof}）",
    personal=[],
):
    name: str
    quantity: int
    credits: int
    proof: Words
    account: Ref


class RedemptionGivenUp(
    Event,
    code="store.redemption_given_up",
    sentence="不要“{name}”了，{credits} 退回",
    personal=[],
):
    name: str
    credits: int


class RedemptionLapsed(
    Event,
    code="store.redemption_lapsed",
    sentence="“{name}”过了最后一天没有来取，{credits} 退回，物品放回货架",
    personal=[],
):
    name: str
    credits: int


class GoodsTakenBack(
    Event,
    code="store.goods_taken_back",
    sentence="退回“{name}”，{credits} 已冲正：{reason}",
    personal=["reason"],
):
    name: str
    credits: int
    reason: str


class PickUpCodeRenewed(
    Event, code="store.pick_up_code_renewed", sentence="换了新的取货码", personal=[]
):
    pass


class StockCounted(
    Event,
    code="store.stock_counted",
    sentence="盘点了 {shelves} 个货架，差异 {differences} 处，等另一位签字",
    personal=[],
    audience=Audience.HOUSE,
):
    shelves: int
    differences: int


class StocktakeSigned(
    Event,
    code="store.stocktake_signed",
    sentence="盘点由{counter}、{signer}两人签字，更正 {differences} 处：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    counter: Ref
    signer: Ref
    differences: int
    reason: str


class StocktakeDropped(
    Event,
    code="store.stocktake_dropped",
    sentence="这次盘点作废：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    reason: str


class DeedNoted(
    Event,
    code="store.deed_noted",
    sentence="登记户积分：{what}，{points} 分，等另一位复核",
    personal=[],
):
    what: str
    points: int
    household: Ref


class DeedAwarded(
    Event, code="store.deed_awarded", sentence="记了户积分：{what}，{points} 分", personal=[]
):
    what: str
    points: int
    household: Ref


class DeedRefused(
    Event,
    code="store.deed_refused",
    sentence="没有记户积分：{what}，{reason}",
    personal=["reason"],
):
    what: str
    reason: str
    household: Ref


class HelpProjectOpened(
    Event,
    code="store.help_project_opened",
    sentence="开了助老项目“{name}”：{purpose}",
    personal=[],
):
    name: str
    purpose: str


class HelpProjectClosed(
    Event, code="store.help_project_closed", sentence="助老项目结束：{reason}", personal=[]
):
    reason: str


class HonourAccepted(
    Event,
    code="store.honour_accepted",
    sentence="同意上荣誉榜：{title}",
    personal=[],
):
    title: str
    listing: int


class HonourWithdrawn(
    Event, code="store.honour_withdrawn", sentence="从荣誉榜撤下：{title}", personal=[]
):
    title: str


class CityPolicyAdopted(
    Event,
    code="store.city_policy_adopted",
    sentence="从 {starts_on} 起采用“{name}”的时间积分规则",
    personal=[],
):
    name: str
    starts_on: str
