"""What is stated of the community, what it was awarded, and a campaign from above."""

from datetime import datetime

from linli.demo.cast import CLERK, STREET
from linli.demo.story import Story
from linli.kernel.dates import day_of
from linli.profiles import actions
from linli.profiles.models import Campaign
from linli.profiles.rules import StatedKind

LEDGER = "街道2025年统计台账"
STATED = (
    (StatedKind.AREA, "0.4", LEDGER),
    (StatedKind.FOUNDED, "2011", LEDGER),
    (StatedKind.HISTORY, "前身是机械厂家属区，2011年和旁边的安置小区合成一个社区。", "社区志"),
    (StatedKind.TRAIT, "老小区和安置小区相邻，老人多，租住的也多。", "2025年入户走访"),
)
HONOURS = (
    ("市级优秀志愿服务社区", "市委社会工作部", 2023),
    ("县级和谐邻里示范点", "县民政局", 2024),
)
CAMPAIGN = "照亮回家路"
GATHERED = ("lamp", "alley")


def the_profile(story: Story) -> None:
    """画像: four stated facts, two honours, and a campaign that gathers two lamps."""

    def states(at: datetime) -> None:
        clerk, area = story.viewer(CLERK, at), story.stage.place
        for kind, value, source in STATED:
            actions.state_fact(
                area=area,
                kind=kind,
                value=value,
                source=source,
                as_of=day_of(at),
                by=clerk,
                at=at,
            )
        for title, awarded_by, year in HONOURS:
            actions.award_honour(
                area=area, title=title, awarded_by=awarded_by, year=year, by=clerk, at=at
            )

    def opens(at: datetime) -> None:
        street = story.stage.areas["柳荫街道"]
        actions.open_campaign(area=street, name=CAMPAIGN, by=story.viewer(STREET, at), at=at)

    def gathers(at: datetime) -> None:
        campaign = Campaign.objects.select_related("area").get(name=CAMPAIGN)
        for name in GATHERED:
            actions.tag_matter(
                campaign=campaign, matter=story.matter(name), by=story.viewer(CLERK, at), at=at
            )

    story.tells(story.workday(22, "09:30"), states)
    story.tells(story.workday(15, "10:00"), opens)
    story.tells(story.minutes_ago(30), gathers)
