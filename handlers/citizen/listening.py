"""What a citizen's message is: words, a button of the menu, a command."""

from aiogram.filters import Filter
from aiogram.types import Message

from bot.views.hats import switch_labels, work_labels
from bot.views.onboarding import menu_labels


class Words(Filter):
    """A text that is not a command."""

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and not message.text.startswith("/")


class Menu(Filter):
    """A button of the menu under the input field: `location`, `new` or `my`, in any language."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and menu_labels().get(message.text) in self.names


class Switch(Filter):
    """A button under the input field that changes the hat, in any language; the hat comes as `hat`."""

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        hat = switch_labels().get(message.text or "")
        return {"hat": hat} if hat is not None else False


class Command(Filter):
    """A command, with its argument as `argument`; addressed to us by name or not. Staff have buttons that mean one."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        text = message.text
        if text is None:
            return False
        if not text.startswith("/"):
            return {"argument": ""} if work_labels().get(text) in self.names else False
        command, _, argument = text[1:].partition(" ")
        if command.partition("@")[0].lower() not in self.names:
            return False
        return {"argument": argument.strip()}
