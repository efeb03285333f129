"""A stock aiogram bot that echoes, as its documentation shows it.

    python -m benchmarks.echo API-URL NUMBER

answers NUMBER messages that wait at the Bot API server and prints its rate, the first hundred left out.
"""

import asyncio
import sys
from time import perf_counter

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from benchmarks import processes

WARM_UP = 100


async def rate(api: str, number: int) -> float:
    """Let people in the sandbox at `api` write so many messages, and a stock bot echo them; returns echoes a second."""
    from sandbox.client import SandboxClient

    async with SandboxClient(api) as tg:
        people = [await tg.person() for _ in range(20)]
        for n in range(number + WARM_UP):
            await people[n % len(people)].send_text(f"Көшеде қоқыс жатыр {n}")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.echo", api, str(number + WARM_UP), cwd=processes.ROOT,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await process.communicate()
    return float(said.decode())


async def _echo(api: str, number: int) -> float:
    bot = Bot(processes.TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    dispatcher = Dispatcher()
    moments: list[float] = []

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")
        moments.append(perf_counter())
        if len(moments) == number:
            await dispatcher.stop_polling()

    await dispatcher.start_polling(bot, handle_signals=False)
    return (number - WARM_UP) / (moments[-1] - moments[WARM_UP - 1])


if __name__ == "__main__":
    print(asyncio.run(_echo(sys.argv[1], int(sys.argv[2]))))
