"""Keyboards: shapes, limits, what people see and press."""

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.client import SandboxError


def inline(*rows):
    return {"inline_keyboard": [list(row) for row in rows]}


def data(text, value="x"):
    return {"text": text, "callback_data": value}


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        (inline([data("a", "x" * 65)]), "BUTTON_DATA_INVALID"),
        (inline([data("a", "ә" * 33)]), "BUTTON_DATA_INVALID"),
        (
            inline([data("a", "")]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline([{"text": "a"}]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (inline([data(" ")]), "inline keyboard button text must be non-empty"),
        (inline([{"callback_data": "x"}]), 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        (
            inline([{**data("a"), "url": "https://a.kz"}]),
            "can't parse inline keyboard button: Exactly one action must be used",
        ),
        (
            inline([{"text": "a", "url": "http://localhost:80/"}]),
            "inline keyboard button URL 'http://localhost:80/' is invalid: Wrong HTTP URL",
        ),
        (
            inline([{"text": "a", "url": "ftp://a.kz"}]),
            "inline keyboard button URL 'ftp://a.kz' is invalid: Unsupported URL protocol",
        ),
        (
            inline([{"text": "a", "web_app": {"url": "http://a.kz"}}]),
            "inline keyboard button Web App URL 'http://a.kz' is invalid: Only HTTPS links are allowed",
        ),
        (inline([data(str(n)) for n in range(9)]), "reply markup is too long"),
        (inline(*[[data(f"{n}{m}") for m in range(8)] for n in range(13)]), "reply markup is too long"),
        (inline(*[[data("t" * 60, "d" * 60)]] * 99), "reply markup is too long"),
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
        ({"inline_keyboard": ["x"]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ("{broken", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
        ({"keyboard": [["x"] * 13]}, "reply markup is too long"),
    ],
)
async def test_bad_keyboards_are_refused(raw, resident, markup, problem):
    """Without it, a button that Telegram refuses (and the whole message with it) would pass the tests."""
    refusal = await raw.refused("sendMessage", chat_id=resident.id, text="x", reply_markup=markup)
    assert refusal == f"Bad Request: {problem}"


async def test_limits_are_not_stricter_than_telegram(raw, resident):
    """Without it, the sandbox could forbid keyboards that are fine."""
    rows = [[data(f"{n}-{m}", "x") for m in range(8)] for n in range(12)] + [[data("a", "y" * 64), data("b")]]
    rows[-1] += [{"text": "c", "url": "tg://resolve?domain=x"}, {"text": "d", "url": "https://a.kz/я"}]
    await raw.ok("sendMessage", chat_id=resident.id, text="x", reply_markup=inline(*rows))


async def test_reply_keyboard_is_seen_pressed_and_removed(raw, resident):
    """Without it, screens with "send my location" could not be tested."""
    rows = [[{"text": "📍", "request_location": True}, {"text": "☎", "request_contact": True}], ["Артқа"]]
    await raw.ok("sendMessage", chat_id=resident.id, text="x", reply_markup={"keyboard": rows})
    assert await resident.keyboard() == [["📍", "☎"], ["Артқа"]]
    assert (await resident.tap("Артқа"))["text"] == "Артқа"
    assert (await resident.tap("📍", latitude=43.2, longitude=76.9))["location"]["latitude"] == 43.2
    assert (await resident.tap("☎"))["contact"]["user_id"] == resident.id
    with pytest.raises(SandboxError, match="no button"):
        await resident.tap("Алға")
    await raw.ok("sendMessage", chat_id=resident.id, text="x", reply_markup={"remove_keyboard": True})
    assert await resident.keyboard() == []


async def test_contact_buttons_are_for_private_chats(raw, tg, resident):
    """Without it, a group keyboard asking for phone numbers would look right."""
    group = await tg.group(members=[resident])
    rows = {"keyboard": [[{"text": "☎", "request_contact": True}]]}
    refusal = await raw.refused("sendMessage", chat_id=group.id, text="x", reply_markup=rows)
    assert refusal == "Bad Request: phone number can be requested in private chats only"


async def test_pressing_reaches_the_bot_and_its_answer_comes_back(bot, raw, resident, tg):
    """Without it, nothing that hangs on buttons could be tested from outside."""
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Жіберу ✅", callback_data="send:1")]])
    sent = await bot.send_message(resident.id, "card", reply_markup=keyboard)
    press = await resident.press("Жіберу", timeout=0)
    query = (await bot.get_updates())[-1].callback_query
    assert (query.data, query.message.message_id, query.from_user.id) == ("send:1", sent.message_id, resident.id)
    assert await bot.answer_callback_query(query.id, text="Қабылданды", show_alert=True)
    later = await tg.call("GET", f"/press/{press['query_id']}", timeout=1)
    assert later["answer"]["text"] == "Қабылданды"
    assert later["answer"]["show_alert"] is True
    with pytest.raises(SandboxError, match="no button"):
        await resident.press("Жоқ")


async def test_queries_expire(raw, resident, tg):
    """Without it, a bot that answers too late would be called fine."""
    await raw.ok("sendMessage", chat_id=resident.id, text="x", reply_markup=inline([data("a")]))
    press = await resident.press("a", timeout=0)
    await tg.advance(16 * 60)
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await raw.refused("answerCallbackQuery", callback_query_id=press["query_id"]) == old
    assert await raw.refused("answerCallbackQuery", callback_query_id="17") == old
    fresh = await resident.press("a", timeout=0)
    refusal = await raw.refused("answerCallbackQuery", callback_query_id=fresh["query_id"], text="x" * 201)
    assert refusal == "Bad Request: MESSAGE_TOO_LONG"


async def test_forged_presses_carry_anything(raw, resident):
    """Without it, the bot's distrust of callback data could not be tested."""
    sent = await raw.ok("sendMessage", chat_id=resident.id, text="no buttons")
    await resident.forge(sent["message_id"], "operator:delete:1", timeout=0)
    await resident.forge(999, "x", timeout=0)
    first, second = [update["callback_query"] for update in (await raw.ok("getUpdates"))[-2:]]
    assert first["data"] == "operator:delete:1"
    assert first["message"]["text"] == "no buttons"
    assert second["message"] == {"chat": second["message"]["chat"], "message_id": 999, "date": 0}


async def test_url_buttons_reach_no_bot(raw, resident, tg):
    """Without it, a link could be mistaken for an action."""
    await raw.ok(
        "sendMessage", chat_id=resident.id, text="x", reply_markup=inline([{"text": "map", "url": "https://a.kz"}])
    )
    before = await tg.pending()
    assert (await resident.press("map"))["url"] == "https://a.kz"
    assert await tg.pending() == before
