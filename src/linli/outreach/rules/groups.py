"""What becomes of a word that was said in a chat group, and which calls come too late."""

from datetime import datetime, timedelta
from enum import StrEnum

from linli.kernel.words import Words

FRESH = timedelta(minutes=5)
"""A call that was signed longer ago, or further ahead, is somebody else's copy."""


class WordState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    SET_ASIDE = "set_aside"

    @property
    def label(self) -> Words:
        return Words(
            {"waiting": "等工作台看", "taken": "登记成了一件事", "set_aside": "不登记"}[self]
        )


class Said(StrEnum):
    """What can be sent in a group; what is no text is to be looked at there."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"
    LINK = "link"
    FILE = "file"

    @property
    def label(self) -> Words:
        return Words(
            {
                "text": "文字",
                "image": "图片",
                "voice": "语音",
                "video": "视频",
                "location": "位置",
                "link": "链接",
                "file": "文件",
            }[self]
        )


def is_fresh(signed_at: datetime, at: datetime) -> bool:
    """Say whether a call was signed just now, by either clock."""
    return abs(at - signed_at) <= FRESH
