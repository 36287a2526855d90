"""Deidentifying running text (脱敏): what people write of themselves does not reach the public.

Patterns find what has a shape; they miss what has none (a nickname, a story that only one
family has lived), so a person still reads the text before it is published.
"""

import re

from linli.kernel.surnames import COMMON, COMMONEST, COMPOUND

# As people type them: half-width or full-width, in groups, with dots and dashes.
D = "[0-9０-９]"
GAP = r"[\s\-—–－_.·•*]{0,2}"
START, END = f"(?<!{D})", f"(?!{D})"
DASH = "[-—–－]"
HAN = r"[\u4e00-\u9fff]"
PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
COUNTED = r"(?!\s*(?:[年月日人户元块分米个次份吨斤度岁天时点%％]|平|多))"
SURNAME = rf"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(COMMON))}])"
COMMONEST_SURNAME = f"[{''.join(sorted(COMMONEST))}]"
LABEL = "(?:联系人|姓名|名字|业主|户主|住户|反映人|投诉人|申请人|报修人|来电人|求助人|署名)"
AFTER_NAME = (
    rf"(?=$|(?!{HAN}).|[住在是家今想要有说的和与来电请手系]|身份|微信|先生|女士|同志|阿姨)"
)

EMAIL = r"[A-Za-z0-9_.+-]+[@＠][A-Za-z0-9_-]+(?:[.．][A-Za-z0-9_-]+)+"
ACCOUNT = r"""
    (?P<kept>(?<![a-z])(?:微信|vx|wx|wechat|weixin|qq)(?:群?号码?|id)?\s*
        (?:[:：]|就?是|为|同|加)?\s*)
    [a-z0-9][a-z0-9_-]{4,29}
"""
ID_NUMBER = rf"""
    {START}[1-9１-９]{D}{{5}}{GAP}(?:[1１][89８９]|[2２][0０]){D}{{2}}{GAP}{D}{{2}}{GAP}{D}{{2}}
    {GAP}{D}{{3}}{GAP}[0-9０-９xＸ]{END}
"""
CARD = rf"""
    {START}[1-9１-９](?:{D}{{14,18}}|{D}{{3}}(?:[\s-]{D}{{4}}){{3}}(?:[\s-]?{D}{{1,3}})?){END}
"""
MOBILE = rf"""
    (?:(?:[+＋]|[0０]{{2}})?[8８][6６]{GAP})?{START}[1１]{GAP}[3-9３-９](?:{GAP}{D}){{9}}{END}
"""
MOBILE_IN_A_LONGER_RUN = rf"[1１][3-9３-９]{D}{{9}}"
LANDLINE = rf"{START}[0０]{D}{{2,3}}{GAP}[2-9２-９]{D}{{6,7}}{END}"
PLATE = rf"{PROVINCE}[a-z][\s·•.-]?[a-z0-9]{{5,6}}(?![a-z0-9])"
ROOM_OF_A_BUILDING = rf"""
    (?P<kept>(?:号楼|栋|幢|座|单元|层|(?<=[0-9])[\#＃])\s*)[a-z]?{D}{{2,4}}{END}{COUNTED}(?:室|房|号)?
"""
ROOM_AFTER_DASHES = rf"""
    (?<![0-9０-９.])(?P<kept>{D}{{1,3}}{DASH}{D}{{1,2}}{DASH}|{D}{{1,2}}{DASH})
    {D}{{3,4}}{END}(?![-—–－.]{D}){COUNTED}(?:室|房)?
"""
ROOM = rf"(?<![a-z0-9０-９])[a-z]?{D}{{3,4}}\s*(?:室|房(?![租价产东子贷屋间]))"
OWN_NAME = rf"""
    (?P<kept>(?:我(?:的名字)?(?:名?叫做?|姓名是)|{LABEL}\s*(?:[:：]|叫|是))\s*{SURNAME})
    (?:{HAN}{{1,2}}{AFTER_NAME}|{HAN}{{1,2}})
"""
LIKELY_OWN_NAME = rf"""
    (?P<kept>(?:本人(?:[,，:：]|叫|是)?|{LABEL})\s*{COMMONEST_SURNAME}){HAN}{{1,2}}{AFTER_NAME}
  | (?P<too>(?:本人(?:叫|是)?\s*{SURNAME})|我是{COMMONEST_SURNAME}){HAN}{{1,2}}(?!{HAN})
"""

RULES = tuple(
    (re.compile(pattern, re.VERBOSE | re.IGNORECASE), substitute)
    for pattern, substitute in (
        (EMAIL, "［邮箱］"),
        (ACCOUNT, r"\g<kept>［账号］"),
        (ID_NUMBER, "［证件号］"),
        (CARD, "［卡号］"),
        (MOBILE, "［电话］"),
        (MOBILE_IN_A_LONGER_RUN, "［电话］"),
        (LANDLINE, "［电话］"),
        (PLATE, "［车牌］"),
        (ROOM_OF_A_BUILDING, r"\g<kept>［房号］"),
        (ROOM_AFTER_DASHES, r"\g<kept>［房号］"),
        (ROOM, "［房号］"),
        (OWN_NAME, r"\g<kept>**"),
        (LIKELY_OWN_NAME, r"\g<kept>\g<too>**"),
    )
)


def deidentified(text: str) -> str:
    """去标识: mask phones, identity and card numbers, plates, rooms, accounts and own names."""
    for pattern, substitute in RULES:
        text = pattern.sub(substitute, text)
    return text
