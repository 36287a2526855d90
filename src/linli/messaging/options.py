"""What a community may set about messages."""

from linli.kernel.options import Option
from linli.messaging.rules import QuietHours

QUIET_HOURS = Option[QuietHours](
    code="messaging.quiet_hours",
    label="不发短信的时段",
    kind=QuietHours,
    default=QuietHours(since="21:00", until="08:00"),
    help="这段时间里不发短信，等到早上再发；紧急通知不受限制。",
    basis="《通信短信息服务管理规定》要求不得违背接收人意愿；时段由社区确定",
)
