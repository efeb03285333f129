"""How fast we may send: Telegram's limits as arithmetic on times. All times are seconds of one steady clock.

Source of the figures: core.telegram.org/bots/faq, "My bot is hitting limits": about 30 messages a second overall, one a
second in a private chat with short bursts tolerated, 20 a minute in a group.
"""

from collections import deque
from collections.abc import Iterable

OVERALL = 30
"""Messages in any window."""
BULK_SHARE = 25
"""Of these, how many may be there already when bulk goes: the rest is kept free for replies."""
BULK_PACE = 1 / 26
"""Seconds between bulk messages: sent all at once, they would leave a second in which replies find no room."""
WINDOW = 1.0
"""Seconds."""
PRIVATE_PACE = 1.0
"""Seconds between messages in a private chat in the long run."""
PRIVATE_BURST = 3
"""Messages at once in a private chat, paid back at one a second."""
GROUP_LIMIT = 20
GROUP_WINDOW = 61.0


class Limiter:
    """Remembers what was sent and says when the next message may go.

    A message counts from `begin` until a window after `end`: it arrives at Telegram somewhere in between, and so no
    delay on the way can crowd more messages into a second there than were let go here.
    """

    def __init__(self, private_pace: float = PRIVATE_PACE) -> None:
        self.private_pace = private_pace
        self._on_the_way = 0
        self._sent: deque[float] = deque()
        self._private: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._paused: dict[int, float] = {}
        self._all_paused = 0.0
        self._bulk_at = 0.0

    def pause(self, until: float, chat_id: int | None = None) -> None:
        """Send nothing before `until`, to one chat or to anybody."""
        if chat_id is None:
            self._all_paused = max(self._all_paused, until)
        else:
            self._paused[chat_id] = max(self._paused.get(chat_id, 0.0), until)

    def paused_for(self, now: float) -> float:
        """Seconds for which the whole bot is to be silent."""
        return max(0.0, self._all_paused - now)

    def overall_wait(self, now: float, *, bulk: bool = False, cost: int = 1) -> float:
        """Seconds until the whole bot may send `cost` more messages."""
        while self._sent and self._sent[0] <= now - WINDOW:
            self._sent.popleft()
        wait = max(self.paused_for(now), self._bulk_at - now if bulk else 0.0)
        over = len(self._sent) + self._on_the_way + cost - (BULK_SHARE if bulk else OVERALL)
        if over <= 0:
            return wait
        # Those on the way will be counted from their arrival on: a whole window at least.
        return max(wait, self._sent[over - 1] + WINDOW - now if over <= len(self._sent) else WINDOW)

    def chat_wait(self, chat_id: int, now: float, cost: int = 1) -> float:
        """Seconds until this chat may get `cost` more messages."""
        wait = max(0.0, self._paused.get(chat_id, 0.0) - now)
        if chat_id >= 0:
            return max(wait, self._private.get(chat_id, 0.0) - (PRIVATE_BURST - 1) * self.private_pace - now)
        times = self._groups.get(chat_id, deque())
        while times and times[0] <= now - GROUP_WINDOW:
            times.popleft()
        over = len(times) + cost - GROUP_LIMIT
        return max(wait, times[over - 1] + GROUP_WINDOW - now) if over > 0 else wait

    def begin(self, now: float, cost: int = 1, *, bulk: bool = False) -> None:
        """Note that `cost` messages leave now. An album costs as many as it has parts."""
        self._on_the_way += cost
        if bulk:
            # From when it could have gone, so that the pace holds although nobody looks at the very moment.
            self._bulk_at = max(self._bulk_at, now - BULK_PACE) + cost * BULK_PACE

    def end(self, chat_id: int, now: float, cost: int = 1) -> None:
        """Note that the messages have reached Telegram, or failed to."""
        self._on_the_way -= cost
        self._sent.extend([now] * cost)
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque()).extend([now] * cost)
        else:
            # An album is one ring of the phone, and Telegram takes it in one call.
            self._private[chat_id] = max(self._private.get(chat_id, 0.0), now) + self.private_pace

    def unready(self, now: float) -> Iterable[int]:
        """The chats that may get nothing just now; forgets those that have long been free."""
        for chat_id in [c for c, free_at in self._private.items() if free_at <= now]:
            del self._private[chat_id]
        for chat_id in [c for c, until in self._paused.items() if until <= now]:
            del self._paused[chat_id]
        known = {*self._private, *self._paused, *self._groups}
        return [chat_id for chat_id in known if self.chat_wait(chat_id, now) > 0]
