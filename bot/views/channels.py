"""Public channels: whether the weekly summary is published there, and what stands in /setup about it."""

from collections.abc import Sequence

from bot.content import Button, Content, button, link
from bot.settings import LOCALES
from bot.translator import NATIVE_NAMES, Html, Translator, escape
from bot.views import places, words
from bot.views.layout import cut, lines, paragraphs
from bot.views.setup import back_to_hub
from models import Channel

AREA = "channel"
TITLE = 60
"""UTF-16 units of a channel's title."""


def title(channel: Channel) -> Html:
    """A channel's name."""
    return Html(escape(cut(channel.title, TITLE)))


def which_region(t: Translator, channel: Channel, regions: Sequence[str]) -> Content:
    """Of which region?"""
    buttons = [
        button(r.name(t.locale), AREA, "ask", channel.chat_id, f"{r.iso}.{t.locale}")
        for r in places.sorted_regions(t) if r.iso in set(regions)
    ]  # fmt: skip
    rows: list[list[Button]] = [[one] for one in buttons]
    text = t.gettext(
        "📢 I am an administrator of the channel <b>{channel}</b> now. The weekly summary of which region shall I "
        "publish there?",
        channel=title(channel),
    )
    return Content(text, [*rows, [_no(t, channel)]])


def ask(t: Translator, channel: Channel, region: str, locale: str, before: Channel | None) -> Content:
    """Shall the summary be published there? `before`: the channel where it is published now."""
    languages = [
        button(f"{'✅ ' if one == locale else ''}{NATIVE_NAMES[one]}", AREA, "ask", channel.chat_id, f"{region}.{one}")
        for one in LOCALES
    ]
    question = t.gettext(
        "📢 Publish the weekly summary of the region in the channel <b>{channel}</b>?\nRegion: {region}",
        channel=title(channel), region=words.region_name(t, region),
    )  # fmt: skip
    what = t.gettext(
        "Everybody will see the figures of the week, each time it goes out: nothing of single requests or people. "
        "Choose the language above the answer."
    )
    moved = ""
    if before is not None and before.chat_id != channel.chat_id:
        moved = t.gettext("It is published in “{channel}” now; there it would end.", channel=title(before))
    yes = button(t.gettext("✅ Yes, publish"), AREA, "yes", channel.chat_id, f"{region}.{locale}")
    return Content(paragraphs(question, what, moved), [languages, [yes, _no(t, channel)]])


def _no(t: Translator, channel: Channel) -> Button:
    return button(t.gettext("✖️ No"), AREA, "no", channel.chat_id)


def declined(t: Translator) -> Content:
    """Nothing is published."""
    return Content(t.gettext("Good, nothing will be published there. /setup leads to it later."))


def bound(t: Translator, channel: Channel, *, has_summary: bool) -> Content:
    """It will be published there from the next one on."""
    text = t.gettext(
        "✅ The weekly summary will be published in <b>{channel}</b> from the next one on.", channel=title(channel)
    )
    now = button(t.gettext("📢 Publish the last one now"), AREA, "now", channel.chat_id, channel.region)
    return Content(text, [[now]] if has_summary else [])


def published(t: Translator) -> Html:
    """The short answer to "publish now"."""
    return t.gettext("It is being published.")


def setting(t: Translator, region: str, channel: Channel | None, link_to_add: str, *, asking: bool = False) -> Content:
    """What /setup says of a region's channel."""
    head = lines(t.gettext("📢 <b>Public channel</b>"), escape(words.region_name(t, region)))
    back = [back_to_hub(t, region)]
    if channel is None:
        how = t.gettext(
            "The weekly summary can be published in a Telegram channel, for everybody to read. Make the bot an "
            "administrator there that may post messages; it will then ask you here."
        )
        return Content(paragraphs(head, how), [[link(t.gettext("➕ Add the bot to a channel"), link_to_add)], back])
    now = lines(
        t.gettext("The weekly summary is published in <b>{channel}</b>.", channel=title(channel)),
        t.gettext("Language: {language}", language=NATIVE_NAMES[channel.locale]),
    )
    if asking:
        sure = t.gettext("No more summaries will appear there; what has been published stays. Stop publishing?")
        stop = button(t.gettext("🔕 Stop publishing"), AREA, "unbind", 0, region)
        return Content(paragraphs(head, now, sure), [[stop], back])
    return Content(paragraphs(head, now), [[button(t.gettext("🔕 Stop"), AREA, "stop", 0, region)], back])


def trouble(t: Translator, channel: Channel) -> Content:
    """To supervisors: nothing can be published there any more."""
    return Content(
        t.gettext(
            "⚠️ The weekly summary can no longer be published in <b>{channel}</b>: the bot is no administrator there "
            "any more, or may not post. Nothing is lost: let it post again, and it will ask you whether to go on.",
            channel=title(channel),
        )
    )
