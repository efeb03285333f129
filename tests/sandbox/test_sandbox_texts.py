"""What Telegram accepts as text, in its own words where it does not."""

import pytest
from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest

from sandbox.html import parse_html


def entity(kind, offset, length, **more):
    return {"offset": offset, "length": length, "type": kind, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot; &#1179; &nbsp;", 'a <b> & " қ &nbsp;', []),
        ("😀<b>қ😀</b>", "😀қ😀", [entity("bold", 2, 3)]),
        ("<b>a<i>b</i></b>c", "abc", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<B>a</b >", "a", [entity("bold", 0, 1)]),
        ('<a href="https://a.kz/?x=1&amp;y=2">l</a>', "l", [entity("text_link", 0, 1, url="https://a.kz/?x=1&y=2")]),
        ("<a href='nowhere'>l</a>", "l", []),
        ("<s></s>x", "x", []),
        ('<pre><code class="language-py">x</code></pre>', "x", [entity("pre", 0, 1, language="py")]),
        ("<blockquote expandable>q</blockquote>", "q", [entity("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [entity("spoiler", 0, 1)]),
        ("1 & 2", "1 & 2", []),
    ],
)
def test_html_becomes_text_and_entities(source, text, entities):
    """Without it, offsets in the sandbox could differ from Telegram's and wrong marks go unseen."""
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("қ<div>a</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("1 < 2 >", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href", "Unclosed start tag at byte offset 0"),
    ],
)
async def test_broken_html_is_refused(raw, resident, source, problem):
    """Without it, a message that Telegram would refuse passes every test and fails in service."""
    problem = f"Bad Request: can't parse entities: {problem}"
    assert await raw.refused("sendMessage", chat_id=resident.id, text=source, parse_mode="HTML") == problem


@pytest.mark.parametrize("text", ["", "   \n ", "\x00", "<b> </b>"])
async def test_empty_text_is_refused(raw, resident, text):
    """Without it, screens that render to nothing would go unnoticed."""
    assert await raw.refused("sendMessage", chat_id=resident.id, text=text, parse_mode="HTML") == (
        "Bad Request: message text is empty"
    )


async def test_text_is_measured_in_utf16_after_parsing(raw, resident):
    """Without it, long Kazakh screens with emoji would break only in front of people."""
    await raw.ok("sendMessage", chat_id=resident.id, text="<b>" + "ә" * 4096 + "</b>", parse_mode="HTML")
    await raw.ok("sendMessage", chat_id=resident.id, text="😀" * 2048)
    for text in ("ә" * 4097, "😀" * 2049):
        assert await raw.refused("sendMessage", chat_id=resident.id, text=text) == "Bad Request: message is too long"


async def test_caption_has_1024_units(raw, resident):
    """Without it, photo cards could carry texts that Telegram refuses."""
    sent = await resident.send_photo("park_litter_before")
    photo = (await raw.ok("getUpdates"))[-1]["message"]["photo"][-1]["file_id"]
    await raw.ok("sendPhoto", chat_id=resident.id, photo=photo, caption="ә" * 1024)
    refusal = await raw.refused("sendPhoto", chat_id=resident.id, photo=photo, caption="ә" * 1025)
    assert refusal == "Bad Request: message caption is too long"
    assert sent["photo"]


async def test_text_is_trimmed_cleaned_and_marked(raw, resident):
    """Without it, tests would compare texts that Telegram never shows."""
    sent = await raw.ok(
        "sendMessage", chat_id=resident.id, text="  <b> see</b> https://a.kz/x. /my\r\n ", parse_mode="HTML"
    )
    assert sent["text"] == "see https://a.kz/x. /my"
    found = [(e["type"], e["offset"], e["length"]) for e in sent["entities"]]
    assert found == [("bold", 0, 3), ("url", 4, 14), ("bot_command", 20, 3)]


async def test_other_parse_modes_and_entities_outside_are_refused(raw, resident):
    """Without it, unsupported Markdown would be shown as typed."""
    refusal = await raw.refused("sendMessage", chat_id=resident.id, text="*a*", parse_mode="MarkdownV9")
    assert refusal == "Bad Request: unsupported parse_mode"
    outside = [entity("bold", 5, 1)]
    refusal = await raw.refused("sendMessage", chat_id=resident.id, text="abc", entities=outside)
    assert "begins after the end" in refusal


async def test_aiogram_sees_entities_and_errors(bot: Bot, resident):
    """Without it, the sandbox could speak a dialect that the real client does not parse."""
    sent = await bot.send_message(resident.id, "сәлем <b>Тұрғын</b>", parse_mode=ParseMode.HTML)
    assert sent.html_text == "сәлем <b>Тұрғын</b>"
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(resident.id, "x" * 4097)
