"""What a community may set about its notices."""

from linli.kernel.options import Option, between

REACH_WITHIN = Option[int](
    code="notices.reach_within_workdays",
    label="多少个工作日内通知到户",
    kind=int,
    default=3,
    help="要求“知道了”的通知，从发出算起，楼长在这几个工作日内补到没有回音的户；"
    "到期还没补完的交回社区。",
    basis="期限由社区确定",
    sound=between(1, 30),
)
CALLS_BEFORE_THE_DOOR = Option[int](
    code="notices.calls_before_the_door",
    label="电话打几次没接就上门",
    kind=int,
    default=2,
    help="没有电话的直接上门或送纸质通知单。",
    basis="由社区确定；没有电话的人不因此漏掉（无障碍环境建设法第三十九条）",
    sound=between(1, 5),
)
BY_SMS = Option[bool](
    code="notices.by_sms",
    label="默认同时发短信",
    kind=bool,
    default=True,
    help="写通知时“发短信”这一项开始是否勾上；说过不要短信的人不发。",
    basis="个人信息保护法第十五条：可以随时谢绝",
)
ROBOT = Option[str](
    code="notices.robot",
    label="企业微信群机器人",
    kind=str,
    default="",
    help="工作群里机器人的名字，和密钥文件里登记的一致；空着就不发到群里。",
    basis="网络地址和密钥只存在运行本系统的机器上，不进数据库",
)
ON_THE_BOARD_FOR = Option[int](
    code="notices.on_the_board_days",
    label="公开通知张贴多少天",
    kind=int,
    default=30,
    help="没有写明有效期的通知，在公开页上张贴这么多天。",
    basis="由社区确定",
    sound=between(1, 365),
)
