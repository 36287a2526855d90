"""Who acts in most scenes, and the words of an answer."""

from linli.ratings.rules import Satisfied, Solved

CLERK, DESK2 = "林小溪", "贺一鸣"
STREET, STREET2 = "江照", "谷雨"
RECEIPT = "2468135790"
YES, PARTLY, NO = Solved.YES, Solved.PARTLY, Solved.NO
VERY, FAIRLY, NOT = Satisfied.VERY, Satisfied.FAIRLY, Satisfied.NOT
