"""Numbers that name people, organisations and places: checked, brought to one spelling."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# GB 11643-1999: weights of the first 17 digits and the check character for each remainder.
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
# GB 32100-2015: no I, O, S, V, Z, which are easily misread.
CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
EARLIEST_BIRTH = 1850


class NotAnIdNumber(ValueError):
    pass


class NotACreditCode(ValueError):
    pass


class NotAPhoneNumber(ValueError):
    pass


class NotADivisionCode(ValueError):
    pass


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class DivisionLevel(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"


@dataclass(frozen=True)
class IdNumber:
    """公民身份号码: 18 characters that tell where it was first registered, birth and sex."""

    number: str

    @property
    def county(self) -> str:
        return self.number[:6]

    @property
    def born_on(self) -> date:
        return date(int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14]))

    @property
    def sex(self) -> Sex:
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE


@dataclass(frozen=True)
class Phone:
    """电话: a mobile as 11 digits, a landline as area code, dash and number."""

    number: str

    @property
    def is_mobile(self) -> bool:
        return self.number.startswith("1")


@dataclass(frozen=True)
class DivisionCode:
    """统计用区划代码: 2+2+2+3+3 digits.

    Its segments do not tell a town from a village: thousands of codes "for villages" name urban
    communities, so that question is answered by whoever registers the area, never from here.
    """

    code: str

    @property
    def county(self) -> str:
        return self.code[:6]

    @property
    def subdistrict(self) -> str:
        return self.code[:9]

    @property
    def level(self) -> DivisionLevel:
        """Say how deep the code reaches: the parts after that are zeros."""
        depths = zip((2, 4, 6, 9), DivisionLevel, strict=False)
        zeros = (level for length, level in depths if not int(self.code[length:]))
        return next(zeros, DivisionLevel.COMMUNITY)


def read_id_number(text: str) -> IdNumber:
    """Read an 18-character identity number (GB 11643); raises NotAnIdNumber."""
    number = _plain(text)
    if re.fullmatch(r"\d{15}", number):
        raise NotAnIdNumber("这是15位的旧证号，请填写18位公民身份号码。")
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        raise NotAnIdNumber("公民身份号码是18位，前17位是数字，末位是数字或X。")
    if not _is_birth_date(number[6:14]):
        raise NotAnIdNumber(f"公民身份号码里的出生日期{number[6:14]}不存在。")
    total = sum(int(digit) * weight for digit, weight in zip(number, ID_WEIGHTS, strict=False))
    if number[-1] != ID_CHECKS[total % 11]:
        raise NotAnIdNumber("公民身份号码的校验位不对，请核对是否抄错。")
    return IdNumber(number)


def read_credit_code(text: str) -> str:
    """Read an 18-character 统一社会信用代码 (GB 32100); raises NotACreditCode."""
    code = _plain(text)
    if not re.fullmatch(rf"[{CREDIT_CHARACTERS}]{{2}}\d{{6}}[{CREDIT_CHARACTERS}]{{10}}", code):
        raise NotACreditCode("统一社会信用代码是18位数字或大写字母，不含I、O、S、V、Z。")
    values = [CREDIT_CHARACTERS.index(character) for character in code]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:-1]))
    if values[-1] != -total % 31:
        raise NotACreditCode("统一社会信用代码的校验位不对，请核对是否抄错。")
    return code


def read_phone(text: str) -> Phone:
    """Read a mobile or landline number however it is spaced; raises NotAPhoneNumber."""
    digits = re.sub(r"[-()./—–]", "", _plain(text))
    # From abroad the area code loses its leading zero.
    local, has_country = re.subn(r"^(\+|00)86", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}", local):
        return Phone(local)
    zero = "0?" if has_country else "0"
    if landline := re.fullmatch(rf"{zero}(10|2\d|[3-9]\d{{2}})([2-9]\d{{6,7}})", local):
        return Phone(f"0{landline[1]}-{landline[2]}")
    raise NotAPhoneNumber("电话号码应是11位手机号，或带区号的固定电话。")


def read_division_code(text: str) -> DivisionCode:
    """Read a 12-digit division code; raises NotADivisionCode."""
    code = _plain(text)
    if not re.fullmatch(r"[1-8]\d{11}", code):
        raise NotADivisionCode("区划代码是12位数字：省市县6位、街道3位、社区3位。")
    parts = [code[:2], code[2:4], code[4:6], code[6:9], code[9:]]
    given = [int(part) > 0 for part in parts]
    if given != sorted(given, reverse=True):
        raise NotADivisionCode("区划代码的上级部分不能为零。")
    return DivisionCode(code)


def _plain(text: str) -> str:
    """Undo full-width digits, spaces and small letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _is_birth_date(digits: str) -> bool:
    try:
        return date.fromisoformat(digits).year >= EARLIEST_BIRTH
    except ValueError:
        return False
