"""What happens to credits, each told once on the timeline of the account that it concerns."""

from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.kernel.words import Words


class LedgerAccountOpened(
    Event, code="ledger.opened", sentence="开了{kind}账户（{book}）", personal=[]
):
    kind: Words
    book: Words
    owner: str


class CreditsEarned(
    Event,
    code="ledger.earned",
    sentence="服务 {minutes} 分钟，存入 {amount}，转入公共池 {surplus}",
    personal=[],
):
    amount: int
    surplus: int
    minutes: int
    transfer: str
    order: str = ""


class CreditsAwarded(
    Event, code="ledger.awarded", sentence="奖励 {amount}：{reason}", personal=["reason"]
):
    amount: int
    reason: str
    transfer: str


class FundEndowed(
    Event, code="ledger.endowed", sentence="专项池注入 {amount}：{reason}", personal=[]
):
    amount: int
    reason: str
    transfer: str


class CreditsGranted(
    Event, code="ledger.granted", sentence="从专项池发放 {amount}", personal=[]
):
    amount: int
    transfer: str


class CreditsHeld(Event, code="ledger.held", sentence="冻结 {amount}", personal=[]):
    amount: int
    hold: str
    order: str


class HoldCaptured(
    Event,
    code="ledger.captured",
    sentence="为服务支付 {amount}，冻结的 {held} 已结清",
    personal=[],
):
    amount: int
    held: int
    hold: str
    transfer: str
    order: str


class HoldVoided(Event, code="ledger.voided", sentence="解除冻结 {amount}", personal=[]):
    amount: int
    hold: str


class HoldExpired(
    Event, code="ledger.hold_expired", sentence="冻结到期，{amount} 已解除", personal=[]
):
    amount: int
    hold: str


class CreditsGiven(Event, code="ledger.given", sentence="赠予亲属 {amount}", personal=[]):
    amount: int
    transfer: str
    to: str


class CreditsDonated(Event, code="ledger.donated", sentence="捐赠 {amount}", personal=[]):
    amount: int
    transfer: str


class CreditsRedeemed(
    Event, code="ledger.redeemed", sentence="兑换{use} {amount}", personal=[]
):
    use: Words
    amount: int
    transfer: str
    order: str


class CreditsExpired(
    Event, code="ledger.expired", sentence="{amount} 到期未用，已过期", personal=[]
):
    amount: int
    transfer: str


class TransferReversed(
    Event,
    code="ledger.reversed",
    sentence="冲正一笔账，涉及 {amount}，待追回 {shortfall}：{reason}",
    personal=["reason"],
):
    amount: int
    shortfall: int
    reversed: str
    transfer: str
    reason: str


class CreditsClawedBack(
    Event, code="ledger.clawed_back", sentence="追回 {amount}", personal=[]
):
    amount: int
    transfer: str


class CreditsAdjusted(
    Event,
    code="ledger.adjusted",
    sentence="双人调整 {amount}，复核：{approver}，事由：{reason}",
    personal=["reason"],
):
    amount: int
    approver: Ref
    transfer: str
    reason: str


class AccountFrozenNow(
    Event, code="ledger.frozen", sentence="账户冻结：{reason}", personal=["reason"]
):
    reason: str


class AccountThawed(
    Event, code="ledger.thawed", sentence="账户解冻：{reason}", personal=["reason"]
):
    reason: str


class EstateSettled(
    Event,
    code="ledger.settled",
    sentence="账户结清，转出 {amount}：{reason}",
    personal=["reason"],
):
    amount: int
    transfer: str
    reason: str
