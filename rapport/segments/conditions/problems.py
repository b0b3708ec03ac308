from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal


@dataclass(frozen=True)
class Problem:
    """What is wrong where: `path` names the part of the JSON ("all[1].none[0].value")."""

    path: str
    message: str
    code: str = "invalid"

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class Misread(Refusal):
    """A condition that makes no sense, or no longer does. It matches nobody, rather than everybody."""

    code = "condition_misread"
    message = _("This condition cannot be understood.")

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(str(problem) for problem in problems))
