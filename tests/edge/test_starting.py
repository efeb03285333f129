"""Starting while Telegram is in trouble: the bot waits and goes on."""

from bot.webhook import announce
from tests.conftest import Desk


async def test_telegram_answers_a_page_while_we_start(edge: Desk) -> None:
    """Without it: a bad gateway at the moment of the start would end the process."""
    await edge.stop()
    await edge.tg.fault(method=["getMe", "setMyCommands"], away=1.0, how="502")
    citizen = await edge.citizen()
    await edge.start()
    await citizen.send_text("hello")
    await citizen.wait_for("echo hello")


async def test_the_webhook_is_set_in_the_end(edge: Desk) -> None:
    """Without it: a bad gateway would leave the bot without a webhook, and deaf."""
    await edge.tg.fault(method="setWebhook", away=0.5, how="502")
    await announce(edge.runtime.bot, "http://127.0.0.1:9/hook", "secret")
    assert (await edge.tg.webhook())["url"] == "http://127.0.0.1:9/hook"
