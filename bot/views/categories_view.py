"""Choosing a category: a list, the most used first, or what a typed word may mean."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Translator
from bot.views import words
from bot.views.draft import foot
from bot.views.layout import cut, lines
from domain.words import Kind
from models import Draft
from services import categories
from services.categories import Category

ON_A_PAGE = 7
FOUND_SHOWN = 8


def pages(t: Translator, draft: Draft, page: int) -> Content:
    """One page of the list."""
    known = categories.all_for(draft.kind)
    last = (len(known) - 1) // ON_A_PAGE
    page = min(max(page, 0), last)
    turn: list[Button] = []
    if page > 0:
        turn.append(button("◀️", "draft", "categories", draft.id, page - 1))
    if page < last:
        turn.append(button(t.gettext("▶️ More"), "draft", "categories", draft.id, page + 1))
    text = lines(
        t.gettext("🏷 <b>What is it about?</b>"),
        t.gettext("Choose, or just type a word: <i>bin, pothole, lamp</i>"),
    )
    return Content(text, [*_choices(t, draft, known[page * ON_A_PAGE :][:ON_A_PAGE]), turn, *_ends(t, draft)])


def found(t: Translator, draft: Draft, query: str, matches: Sequence[Category]) -> Content:
    """What a typed word may mean."""
    asked = cut(query, 100)
    if matches:
        text = t.gettext("🏷 Found for “{query}”:", query=asked)
    else:
        text = t.gettext("🏷 Nothing found for “{query}”. Try another word, or look through the list.", query=asked)
    everything = [button(t.gettext("📋 The whole list"), "draft", "categories", draft.id, 0)]
    return Content(text, [*_choices(t, draft, matches[:FOUND_SHOWN]), everything, *_ends(t, draft)])


def _choices(t: Translator, draft: Draft, shown: Sequence[Category]) -> list[list[Button]]:
    return [[button(words.category_name(t, c.key), "draft", "category", draft.id, c.key)] for c in shown]


def _ends(t: Translator, draft: Draft) -> list[list[Button]]:
    if draft.kind is Kind.REQUEST:
        other = button(t.gettext("💡 It is a suggestion"), "draft", "kind", draft.id, Kind.SUGGESTION)
    else:
        other = button(t.gettext("📝 It is a request"), "draft", "kind", draft.id, Kind.REQUEST)
    unknown = button(t.gettext("🤷 I don’t know"), "draft", "category", draft.id, "")
    return [[unknown, other], foot(t, draft.id)]
