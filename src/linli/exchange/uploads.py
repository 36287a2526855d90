"""Looks at a file before anything opens it: is it what its name says, and safe to read."""

import io
import zipfile

from linli.kernel.errors import Unreadable

MEGABYTE = 2**20
LARGEST = 15 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
TEXTS = (".csv", ".txt", ".tsv")
BOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".et")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"RIFF")
LOCKED = "EncryptedPackage".encode("utf-16-le")
START = 512


class FileUnreadable(Unreadable):
    pass


def refuse_strange_files(content: bytes, name: str) -> None:
    """Refuse what is too large, locked, packed to burst, or not what its name says."""
    start = content[:START]
    wrong = {
        "这个文件是空的。": not content,
        "这个文件超过15兆，太大了，请分成几个文件。": len(content) > LARGEST,
        "这是一张照片，不是表格。": start.startswith(PICTURES),
        "这是一个 PDF，不是表格；请用原来的 Excel 文件。": start.startswith(b"%PDF"),
        "这个文件设了打开密码，请先去掉密码再导入。": start.startswith(OLE)
        and LOCKED in content,
        "这个文件里面是网页，不是表格；请用 Excel 或 WPS 打开，另存为 xlsx。": _is_markup(
            start
        ),
    }
    for sentence, is_so in wrong.items():
        if is_so:
            raise FileUnreadable(sentence)
    _refuse_other_kinds(content, name.lower())


def _refuse_other_kinds(content: bytes, name: str) -> None:
    is_book = content.startswith((ZIP, OLE))
    if name.endswith(TEXTS):
        if is_book or b"\0" in content[:START]:
            raise FileUnreadable(
                "打不开这个文件：名字是 csv，里面却不是文字；请另存为 csv 或 xlsx。"
            )
    elif not name.endswith(BOOKS):
        raise FileUnreadable("只能导入 xlsx、xls 或 csv。")
    elif not is_book:
        raise FileUnreadable(
            "打不开这个文件：名字是 Excel，里面却不是；请用 xlsx、xls 或 csv。"
        )
    if content.startswith(ZIP):
        _refuse_bursting(content)


def _refuse_bursting(content: bytes) -> None:
    """压缩炸弹: the sizes are declared in the directory, so nothing has to be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise FileUnreadable("这个文件是坏的，打不开；请重新导出一份。") from error
    if unpacked > LARGEST_UNPACKED:
        raise FileUnreadable("这个文件解开以后太大，不像是表格，没有打开它。")


def _is_markup(start: bytes) -> bool:
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return plain.startswith((b"<html", b"<!doctype", b"<?xml", b"<table"))
