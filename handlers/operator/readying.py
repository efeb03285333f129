"""Ready answers beside a question or a rejection: which there are, and what a button of theirs means."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Button
from bot.talk import Talk
from bot.views import templates as views
from bot.views.deciding import REASONS
from domain.errors import NotFound
from domain.words import Action, RejectReason, TemplateUse
from models import CitizenRequest
from services import templates


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a button of a ready answer carries: `ask.REST` or `reject.REASON.REST`, where the rest is its own."""

    use: TemplateUse
    reason: RejectReason | None
    rest: str

    @property
    def head(self) -> str:
        """Everything before the rest."""
        return f"{self.use}.{self.reason}" if self.reason else str(self.use)

    @property
    def action(self) -> Action:
        """What it is the words for."""
        return Action.REJECT if self.reason else Action.ASK


def read(arg: str) -> Chosen:
    """Read such a button. Raises NotFound for a forged one."""
    use, _, rest = arg.partition(".")
    if use == TemplateUse.ASK and rest:
        return Chosen(TemplateUse.ASK, None, rest)
    said, _, rest = rest.partition(".")
    reason = next((reason for reason in REASONS if reason == said), None)
    if use == TemplateUse.REJECT and reason is not None and rest:
        return Chosen(TemplateUse.REJECT, reason, rest)
    raise NotFound


async def ready_rows(
    session: AsyncSession, talk: Talk, request: CitizenRequest, head: str, page: int = 0
) -> list[list[Button]]:
    """Buttons with the beginnings of the ready answers of the request's region."""
    use, _, reason = head.partition(".")
    found = await templates.for_use(session, request.region, TemplateUse(use))
    if reason:
        found = templates.fitting_first(found, RejectReason(reason))
    return views.rows(talk.t, "decide", request.id, head, found, page)
