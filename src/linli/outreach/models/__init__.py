"""What is heard outside the office: sessions, boxes, talks, wishes, talk points."""

from linli.outreach.models.boxes import BoxOpening, Paper, PaperState
from linli.outreach.models.children import Suggestion
from linli.outreach.models.groups import AnsweredCall, GroupLine, GroupWord
from linli.outreach.models.patrols import Correction, DoorVisit, Patrol
from linli.outreach.models.sessions import Answered, ReportBack
from linli.outreach.models.surveys import (
    AskedHousehold,
    Question,
    Reply,
    Response,
    Survey,
    SurveyQuerySet,
)
from linli.outreach.models.talk_points import GroupCode, OpenHour
from linli.outreach.models.wishes import Wish, WishQuerySet

__all__ = [
    "Answered",
    "AnsweredCall",
    "AskedHousehold",
    "BoxOpening",
    "Correction",
    "DoorVisit",
    "GroupCode",
    "GroupLine",
    "GroupWord",
    "OpenHour",
    "Paper",
    "PaperState",
    "Patrol",
    "Question",
    "Reply",
    "ReportBack",
    "Response",
    "Suggestion",
    "Survey",
    "SurveyQuerySet",
    "Wish",
    "WishQuerySet",
]
