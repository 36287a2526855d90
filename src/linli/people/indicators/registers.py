"""Figures of the people and organisations of a place, each counted from its register."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.kernel.dates import day_of
from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.people.models import (
    Household,
    Membership,
    Organisation,
    Origin,
    Person,
    PersonFact,
    Term,
)
from linli.people.rules import FactKind, OrganisationKind, PostKind
from linli.places.models import Area
from linli.places.rules import AreaKind

ELDER, YOUNGER_ELDER = 65, 60
IN_POST = "窗口最后一天在任的{what}；离岗的、岗位空着的不算。"
STRUCTURE = "登记在册、到窗口最后一天没有撤销的{what}。它只是把登记过的数出来。"
FORMED = "窗口之内在本社区推动下新成立（登记时写明成立日期）的{what}。"


def residents(place: Ref, window: Window) -> QuerySet[Person]:
    on = last_day(window)
    living = Person.objects.filter(Q(left_on=None) | Q(left_on__gt=on), registered_on__lte=on)
    return living.filter(home__path__startswith=path_of(place)).order_by("home__path", "pk")


def elders(place: Ref, window: Window) -> QuerySet[Person]:
    return residents(place, window).filter(born_on__lte=_years_before(last_day(window), ELDER))


def younger_elders(place: Ref, window: Window) -> QuerySet[Person]:
    on = last_day(window)
    return residents(place, window).filter(born_on__lte=_years_before(on, YOUNGER_ELDER))


def residents_with(kind: FactKind) -> Callable[[Ref, Window], QuerySet[Person]]:
    def rows(place: Ref, window: Window) -> QuerySet[Person]:
        on = last_day(window)
        facts = PersonFact.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=on),
            person=OuterRef("pk"),
            kind=kind,
            began_on__lte=on,
        )
        return residents(place, window).filter(Exists(facts))

    return rows


def households(place: Ref, window: Window) -> QuerySet[Household]:
    on = last_day(window)
    running = Household.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), began_on__lte=on)
    inside = running.filter(dwelling__area__path__startswith=path_of(place))
    return inside.select_related("dwelling__area", "origin__town").order_by(
        "dwelling__area__path", "pk"
    )


def origin_villages(place: Ref, window: Window) -> QuerySet[Origin]:
    came = households(place, window).filter(origin=OuterRef("pk")).order_by()
    villages = Origin.objects.exclude(town=None).filter(Exists(came))
    return villages.select_related("town").order_by("town__name", "name")


def origin_towns(place: Ref, window: Window) -> QuerySet[Origin]:
    here = households(place, window).order_by()
    came = here.filter(Q(origin=OuterRef("pk")) | Q(origin__town=OuterRef("pk")))
    return Origin.objects.filter(Exists(came), town=None).order_by("name")


def compounds_with_host(place: Ref, window: Window) -> QuerySet[Area]:
    hosts = running_terms(window).filter(post__kind=PostKind.HOST, post__area=OuterRef("pk"))
    compounds = Area.objects.filter(path__startswith=path_of(place), kind=AreaKind.COMPOUND)
    return compounds.filter(Exists(hosts)).order_by("path")


def holders(
    kind: PostKind, level: AreaKind | None = None
) -> Callable[[Ref, Window], QuerySet[Term]]:
    def rows(place: Ref, window: Window) -> QuerySet[Term]:
        terms = running_terms(window).filter(post__kind=kind)
        if level:
            terms = terms.filter(post__area__kind=level)
        inside = terms.filter(post__area__path__startswith=path_of(place))
        return inside.select_related("person", "post__area").order_by("post__area__path", "pk")

    return rows


def organisations(
    kind: OrganisationKind, *, formed_here: bool = False
) -> Callable[[Ref, Window], QuerySet[Organisation]]:
    def rows(place: Ref, window: Window) -> QuerySet[Organisation]:
        on = last_day(window)
        there = Organisation.objects.filter(
            Q(formed_on=None) | Q(formed_on__lte=on),
            Q(dissolved_on=None) | Q(dissolved_on__gt=on),
            kind=kind,
            area__path__startswith=path_of(place),
        )
        if formed_here:
            since = day_of(window.since) if window.since else date.min
            there = there.filter(formed_here=True, formed_on__gte=since)
        return there.select_related("area__parent").order_by("area__path", "pk")

    return rows


def members(kind: OrganisationKind) -> Callable[[Ref, Window], QuerySet[Membership]]:
    def rows(place: Ref, window: Window) -> QuerySet[Membership]:
        on = last_day(window)
        running = Membership.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=on),
            began_on__lte=on,
            organisation__kind=kind,
            organisation__area__path__startswith=path_of(place),
        )
        return running.select_related("person__home", "organisation").order_by("pk")

    return rows


def last_day(window: Window) -> date:
    """The window ends before its `until`, so its last day is the one before."""
    return day_of(window.until - timedelta(microseconds=1))


def running_terms(window: Window) -> QuerySet[Term]:
    return Term.objects.running(last_day(window)).filter(post__abolished_on=None)


def path_of(place: Ref) -> str:
    return Area.objects.values_list("path", flat=True).get(pk=number(place))


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)


RESIDENTS = Indicator(
    code="people.residents",
    label="登记居民",
    unit="人",
    definition="住处在这里、窗口最后一天还没有迁出的登记人员，一人数一次。",
    rows=residents,
)
ELDERS_PERCENT = Indicator(
    code="people.elders_percent",
    label="65岁以上老人占比",
    unit="%",
    definition="窗口最后一天满65岁的登记居民，除以全部登记居民，四舍五入到整数。",
    rows=elders,
    out_of=residents,
    as_percent=True,
)
ELDERS_SHARE = Indicator(
    code="people.elders_share",
    label="65岁以上长者占比",
    unit="%",
    definition="窗口最后一天满65岁的登记居民，除以全部登记居民，四舍五入到小数点后两位。",
    rows=elders,
    out_of=residents,
    as_percent=True,
    decimals=2,
)
YOUNGER_ELDERS_SHARE = Indicator(
    code="people.elders_60_share",
    label="60岁以上老人占比",
    unit="%",
    definition="窗口最后一天满60岁的登记居民，除以全部登记居民，四舍五入到小数点后两位。",
    rows=younger_elders,
    out_of=residents,
    as_percent=True,
    decimals=2,
)
HOUSEHOLDS = Indicator(
    code="people.households",
    label="登记户",
    unit="户",
    definition="住处在这里、窗口最后一天还没有销户的户；一个门里住几户，就数几户。",
    rows=households,
)
DISABLED_RESIDENTS = Indicator(
    code="people.disabled_residents",
    label="残疾居民",
    unit="人",
    definition="经本人单独同意登记了“残疾”、窗口最后一天仍然成立的登记居民，一人数一次。",
    rows=residents_with(FactKind.DISABILITY),
)
ORIGIN_TOWNS = Indicator(
    code="people.origin_towns",
    label="来源乡镇（街道）",
    unit="个",
    definition="窗口最后一天住在这里的户，登记的来源地属于几个不同的乡镇（街道）。",
    rows=origin_towns,
)
ORIGIN_VILLAGES = Indicator(
    code="people.origin_villages",
    label="来源村",
    unit="个",
    definition="窗口最后一天住在这里的户，登记的来源地是几个不同的村；两个乡镇的同名村数两个。",
    rows=origin_villages,
)
LAID_OFF_PERCENT = Indicator(
    code="people.laid_off_percent",
    label="下岗职工占比",
    unit="%",
    definition="有“下岗职工”这一条、窗口最后一天仍然成立的登记居民，除以全部登记居民，四舍五入到整数。",
    rows=residents_with(FactKind.LAID_OFF),
    out_of=residents,
    as_percent=True,
)
COMPOUNDS_WITH_HOST = Indicator(
    code="people.compounds_with_host",
    label="有主摆人的小区",
    unit="个",
    definition="窗口最后一天有人在主摆人岗位上的小区；岗位空着的不算。",
    rows=compounds_with_host,
)


def _posts(
    code: str, label: str, unit: str, kind: PostKind, level: AreaKind | None = None
) -> None:
    Indicator(
        code=f"people.{code}",
        label=label,
        unit=unit,
        definition=IN_POST,
        what=label,
        rows=holders(kind, level),
    )


def _groups(code: str, label: str, unit: str, kind: OrganisationKind) -> None:
    Indicator(
        code=f"people.{code}",
        label=label,
        unit=unit,
        definition=STRUCTURE,
        what=label,
        rows=organisations(kind),
        echo=True,
    )


def _formed(code: str, label: str, kind: OrganisationKind) -> None:
    Indicator(
        code=f"people.{code}",
        label=label,
        unit="个",
        definition=FORMED,
        what=kind.label,
        rows=organisations(kind, formed_here=True),
    )


_posts("expert_speakers", "会摆人", "人", PostKind.EXPERT_SPEAKER)
_posts("adjunct_members", "社区党委兼职委员", "名", PostKind.ADJUNCT_MEMBER, AreaKind.COMMUNITY)
_posts(
    "adjunct_members_subdistrict",
    "街道大工委兼职委员",
    "名",
    PostKind.ADJUNCT_MEMBER,
    AreaKind.SUBDISTRICT,
)
_posts("grid_leaders", "网格长", "个", PostKind.GRID_LEADER)
_groups("cultural_teams", "文娱队伍", "支", OrganisationKind.CULTURAL_TEAM)
_groups("partner_units", "共建单位党组织", "个", OrganisationKind.PARTNER_UNIT)
_groups("party_branches", "小区党支部", "个", OrganisationKind.PARTY_BRANCH)
_groups("party_groups", "楼栋（街巷）党小组", "个", OrganisationKind.PARTY_GROUP)
_formed("party_branches_formed", "新组建的小区党支部", OrganisationKind.PARTY_BRANCH)
_formed("owners_committees_formed", "新选出的业主委员会", OrganisationKind.OWNERS_COMMITTEE)
_formed("self_management_formed", "新成立的自管委", OrganisationKind.SELF_MANAGEMENT_COMMITTEE)
CULTURAL_MEMBERS = Indicator(
    code="people.cultural_team_members",
    label="文娱队伍成员",
    unit="名",
    definition="窗口最后一天还在文娱队伍里的成员；一人参加两支队数两次。",
    rows=members(OrganisationKind.CULTURAL_TEAM),
)
_posts("household_representatives", "居住户代表", "名", PostKind.HOUSEHOLD_REPRESENTATIVE)
_posts("neighbour_grid_leaders", "邻里网格长", "名", PostKind.NEIGHBOUR_GRID_LEADER)
_posts("silver_assistants", "银发协理员", "人", PostKind.SILVER_ASSISTANT)
_posts("stationed_social_workers", "驻站社工", "名", PostKind.STATIONED_SOCIAL_WORKER)
_groups("social_organisations", "社区社会组织", "个", OrganisationKind.SOCIAL_ORGANISATION)
_groups("social_work_agencies", "社工机构", "家", OrganisationKind.SOCIAL_WORK_AGENCY)
_groups("building_groups", "楼栋小组", "个", OrganisationKind.RESIDENTS_GROUP)
_groups("volunteer_teams", "社区志愿服务队", "支", OrganisationKind.VOLUNTEER_TEAM)
_groups("partner_teams", "共建单位志愿服务队", "支", OrganisationKind.PARTNER_VOLUNTEER_TEAM)
_groups("elder_teams", "老年志愿服务队", "支", OrganisationKind.ELDER_VOLUNTEER_TEAM)
VOLUNTEER_TEAM_MEMBERS = Indicator(
    code="people.volunteer_team_members",
    label="社区志愿服务队成员",
    unit="名",
    definition="窗口最后一天还在社区志愿服务队里的成员；一人参加两支队数两次。",
    rows=members(OrganisationKind.VOLUNTEER_TEAM),
)
ELDER_VOLUNTEERS = Indicator(
    code="people.elder_volunteers",
    label="老年志愿服务队成员",
    unit="人",
    definition="窗口最后一天还在老年志愿服务队里的成员；一人参加两支队数两次。",
    rows=members(OrganisationKind.ELDER_VOLUNTEER_TEAM),
)
