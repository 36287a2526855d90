"""Who acts in most scenes, and the words of an answer."""

from linli.ratings.rules import Answer, Satisfied, Solved

CLERK, DESK2 = "林小溪", "贺一鸣"
HELPER = "彭春梅"
STREET, STREET2 = "江照", "谷雨"
RECEIPT = "2468135790"
YES, PARTLY, NO = Solved.YES, Solved.PARTLY, Solved.NO
VERY, FAIRLY, NOT = Satisfied.VERY, Satisfied.FAIRLY, Satisfied.NOT
SOLVED_AND_GLAD = Answer(solved=YES, satisfied=VERY, comment="门口先报了名字，妈妈放心。")
