"""answerCallbackQuery."""

from __future__ import annotations

from ..calling import Call, method
from ..errors import bad

# Seconds a pressed button waits for its answer.
QUERY_LIFE = 15 * 60
MAX_ANSWER = 200


@method("answerCallbackQuery")
async def answer_callback_query(call: Call) -> bool:
    """Stop the button's spinner, perhaps with a notice of up to 200 characters."""
    params, state = call.params, call.state
    text = params.text("text") or ""
    if len(text) > MAX_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    query = state.queries.get(params.text("callback_query_id") or "")
    if query is None or query.bot_id != call.bot.id or state.now() - query.created > QUERY_LIFE:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    url = params.text("url")
    if url and not url.startswith(f"https://t.me/{call.bot.username}?start="):
        raise bad("URL_INVALID")
    query.answer = {
        "text": text,
        "show_alert": params.flag("show_alert"),
        "url": url,
        "cache_time": params.integer("cache_time"),
    }
    query.done.set()
    chat = query.chat
    shown = {key: query.answer[key] for key in ("text", "show_alert", "url")}
    state.events.publish(
        "answer",
        [query.person_id],
        chat=chat.id,
        bot=chat.bot_id,
        person=query.person_id,
        query_id=query.id,
        **shown,
    )
    return True
