"""What happens outside the office, and how a resident reads it."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Words


class SaidAtSession(
    Event, code="outreach.said_at_session", sentence="在“{session}”上说的", personal=[]
):
    session: str
    meeting: int


class ReportedBack(
    Event,
    code="outreach.reported_back",
    sentence="在“{session}”上当面说了办得怎样",
    personal=[],
):
    session: str
    meeting: int


class PeopleAnswered(
    Event,
    code="outreach.people_answered",
    sentence="{expert}解答“{topic}”，{people} 人次",
    personal=["topic"],
):
    expert: Ref
    topic: str
    people: int


class BoxOpened(
    Event,
    code="outreach.box_opened",
    sentence="{opener}、{witness}一起开箱，{papers} 张纸条",
    personal=[],
):
    opener: Ref
    witness: Ref
    papers: int


class PaperTyped(
    Event,
    code="outreach.paper_typed",
    sentence="录入第 {position} 张纸条",
    personal=[],
    audience=Audience.HOUSE,
):
    position: int


class PaperConfirmed(
    Event,
    code="outreach.paper_confirmed",
    sentence="核对第 {position} 张纸条，登记成一件事",
    personal=[],
    audience=Audience.HOUSE,
):
    position: int
    matter: int


class PaperSetAside(
    Event,
    code="outreach.paper_set_aside",
    sentence="第 {position} 张纸条不登记：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    position: int
    reason: str


class PaperSentBack(
    Event,
    code="outreach.paper_sent_back",
    sentence="第 {position} 张纸条和原件对不上，重新录入",
    personal=[],
    audience=Audience.HOUSE,
):
    position: int


class BoxEntered(
    Event, code="outreach.box_entered", sentence="这次开箱的纸条都登记完了", personal=[]
):
    pass


class WishPut(Event, code="outreach.wish_put", sentence="许了一个微心愿", personal=[]):
    pass


class WishShown(Event, code="outreach.wish_shown", sentence="心愿上了墙", personal=[]):
    pass


class WishDeclined(
    Event,
    code="outreach.wish_declined",
    sentence="心愿不上墙：{reason}",
    personal=["reason"],
):
    reason: str


class WishHandedOn(
    Event, code="outreach.wish_handed_on", sentence="心愿转成一件事来办", personal=[]
):
    matter: int


class WishClaimed(
    Event, code="outreach.wish_claimed", sentence="{claimer}认领了心愿", personal=[]
):
    claimer: Ref


class WishLetGo(
    Event,
    code="outreach.wish_let_go",
    sentence="认领的人放回了心愿：{reason}",
    personal=["reason"],
):
    reason: str


class WishFulfilled(
    Event,
    code="outreach.wish_fulfilled",
    sentence="心愿实现了：{outcome}",
    personal=["outcome"],
):
    outcome: str


class WishThanked(
    Event, code="outreach.wish_thanked", sentence="道谢：{words}", personal=["words"]
):
    words: str


class WishWithdrawn(Event, code="outreach.wish_withdrawn", sentence="心愿收回了", personal=[]):
    pass


class SuggestionHeard(
    Event,
    code="outreach.suggestion_heard",
    sentence="小朋友提了一个金点子",
    personal=[],
):
    matter: int


class SuggestionAnswered(
    Event,
    code="outreach.suggestion_answered",
    sentence="给小朋友回了信：{words}",
    personal=["words"],
):
    words: str


class HoursSet(
    Event, code="outreach.hours_set", sentence="改了开放时间和值班的人", personal=[]
):
    pass


class GroupCodePutUp(
    Event, code="outreach.group_code_put_up", sentence="换了“{name}”的二维码", personal=[]
):
    name: str


class SurveyDrafted(
    Event,
    code="outreach.survey_drafted",
    sentence="拟了一次需求调查“{title}”",
    personal=[],
    audience=Audience.HOUSE,
):
    title: str


class QuestionAsked(
    Event,
    code="outreach.question_asked",
    sentence="加了一题：{words}",
    personal=[],
    audience=Audience.HOUSE,
):
    words: str


class SurveyBegun(
    Event,
    code="outreach.survey_begun",
    sentence="调查开始，问 {households} 户，抽签号 {seed}",
    personal=[],
):
    households: int
    seed: int


class HouseholdAnswered(
    Event,
    code="outreach.household_answered",
    sentence="一户作答（{way}）",
    personal=[],
    audience=Audience.HOUSE,
):
    way: Words


class HouseholdReplaced(
    Event,
    code="outreach.household_replaced",
    sentence="换了一户：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    reason: str


class SurveyClosed(
    Event,
    code="outreach.survey_closed",
    sentence="调查结束，公布结果：{conclusion}",
    personal=[],
):
    conclusion: str


class SurveyDropped(
    Event,
    code="outreach.survey_dropped",
    sentence="调查取消：{reason}",
    personal=[],
    audience=Audience.HOUSE,
):
    reason: str


class SurveyLedToMatter(
    Event,
    code="outreach.survey_led_to_matter",
    sentence="调查的结果转成一件事来办",
    personal=[],
):
    matter: int


class PatrolBegun(
    Event,
    code="outreach.patrol_begun",
    sentence="开始走一轮楼道",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class DoorKnocked(
    Event,
    code="outreach.door_knocked",
    sentence="敲了一扇门：{found}",
    personal=[],
    audience=Audience.HOUSE,
):
    found: Words


class HeardOnPatrol(
    Event,
    code="outreach.heard_on_patrol",
    sentence="走访时听到一件事",
    personal=[],
    audience=Audience.HOUSE,
):
    matter: int


class PatrolEnded(
    Event,
    code="outreach.patrol_ended",
    sentence="走完一轮：{doors} 扇门，到了 {reached} 扇",
    personal=[],
    audience=Audience.HOUSE,
):
    doors: int
    reached: int


class CorrectionProposed(
    Event,
    code="outreach.correction_proposed",
    sentence="提出更正登记：{found}",
    personal=[],
    audience=Audience.HOUSE,
):
    found: Words


class CorrectionAccepted(
    Event,
    code="outreach.correction_accepted",
    sentence="登记册照着改了",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class CorrectionRefused(
    Event,
    code="outreach.correction_refused",
    sentence="登记册没有改：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    reason: str


class HomeVisited(
    Event,
    code="outreach.home_visited",
    sentence="走访了一户：{found}",
    personal=[],
    audience=Audience.HOUSE,
):
    found: Words


class HeardAtHome(
    Event,
    code="outreach.heard_at_home",
    sentence="走访一户时听到一件事",
    personal=[],
    audience=Audience.HOUSE,
):
    matter: int


class GroupLineOpened(
    Event,
    code="outreach.group_line_opened",
    sentence="“{group}”接通了企业微信",
    personal=[],
    audience=Audience.HOUSE,
):
    group: str


class GroupLineClosed(
    Event,
    code="outreach.group_line_closed",
    sentence="“{group}”停用了企业微信",
    personal=[],
    audience=Audience.HOUSE,
):
    group: str


class GroupSpoke(
    Event,
    code="outreach.group_spoke",
    sentence="“{group}”里有人说了一句",
    personal=[],
    audience=Audience.HOUSE,
):
    group: str


class GroupWordTaken(
    Event,
    code="outreach.group_word_taken",
    sentence="群里的话登记成了一件事",
    personal=[],
    audience=Audience.HOUSE,
):
    matter: int


class GroupWordSetAside(
    Event,
    code="outreach.group_word_set_aside",
    sentence="群里的话不登记：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    reason: str
