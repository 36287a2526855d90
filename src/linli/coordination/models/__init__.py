from linli.coordination.models.tasks import JointTask
from linli.coordination.models.whistles import CalledUnit, UnitJudgement, Whistle

__all__ = ["CalledUnit", "JointTask", "UnitJudgement", "Whistle"]
