"""The questions on the way to a decision: which category, who does it, why not, which one it repeats, which region."""

from collections.abc import Sequence

from bot.content import Button, Content, Rows, button
from bot.translator import Translator, escape
from bot.views import places, prompts, staff_words, words
from bot.views.card_details import back_row, neighbour
from bot.views.choices import ON_A_PAGE, paged
from bot.views.fitting import fitted
from bot.views.layout import cut, lines
from domain.words import RejectReason
from models import CitizenRequest
from services import categories, geography
from services.cards import Neighbour
from services.categories import Category
from services.tasks import Executor

EXECUTORS = 8
"""Executors on one page."""
REASONS = (
    RejectReason.MEANINGLESS,
    RejectReason.NOT_AKIMAT,
    RejectReason.PRIVATE_LAND,
    RejectReason.ALREADY_DONE,
    RejectReason.OTHER,
)
"""The reasons an operator may give; an unanswered question is for the clock to say."""


def number(t: Translator, request_id: int) -> str:
    """The number of the request a question is about."""
    return f"<b>{t.gettext('№ {number}', number=request_id)}</b>"


def category_choice(
    t: Translator, request: CitizenRequest, photo: int | None, page: int = 0,
    found: Sequence[Category] | None = None, asked: str = "",
) -> Content:  # fmt: skip
    """The categories of the request's kind, or those that a typed word may mean."""
    shown = categories.all_for(request.kind) if found is None else found
    if found is None:
        hint = t.gettext("🏷 Which category is it? Choose, or type a word to search.")
    elif found:
        hint = t.gettext("🏷 Found for “{query}”:", query=cut(asked, 100))
    else:
        hint = t.gettext("🏷 Nothing found for “{query}”. Try another word, or look through the list.",
                         query=cut(asked, 100))  # fmt: skip
    buttons = [button(words.category_name(t, c.key), "decide", "category", request.id, c.key) for c in shown]
    if found is None:
        rows = paged(buttons, page, lambda label, to: button(label, "decide", "categories", request.id, to))
    else:
        rows = [[match] for match in buttons[:ON_A_PAGE]]
    whole = [] if found is None else [button(t.gettext("📋 The whole list"), "decide", "categories", request.id)]
    return Content(lines(number(t, request.id), hint), [*rows, whole, back_row(t, "card", request.id)], media_id=photo)


def district_choice(t: Translator, request: CitizenRequest, photo: int | None) -> Content:
    """The districts of the request's region; the one it has is marked."""
    rows = []
    for known in geography.districts(request.region):
        name = known.name(t.locale)
        label = f"✔️ {name}" if known.kato == request.district else name
        rows.append([button(label, "decide", "district", request.id, known.kato)])
    text = lines(number(t, request.id), t.gettext("🏘 In which district does it lie?"))
    return Content(text, [*rows, back_row(t, "card", request.id)], media_id=photo)


def executor_choice(
    t: Translator, request_id: int, found: Sequence[Executor], page: int, photo: int | None, *,
    area: str = "decide", seen: int | None = None, former: int | None = None,
) -> Content:  # fmt: skip
    """The executors of the region with their open tasks.

    `seen` is who has the work now (0: nobody) and travels with the buttons; `former` did the work that is disputed.
    """
    last = max(0, (len(found) - 1) // EXECUTORS)
    page = min(max(page, 0), last)
    rows = [
        [button(executor_label(t, e, former), area, "assign", request_id, e.id if seen is None else f"{e.id}.{seen}")]
        for e in found[page * EXECUTORS : (page + 1) * EXECUTORS]
    ]
    turn: list[Button] = []
    if page > 0:
        turn.append(button("◀️", area, "executors", request_id, page - 1))
    if page < last:
        turn.append(button("▶️", area, "executors", request_id, page + 1))
    if found:
        hint = t.gettext("👷 Who will do it? The number says how many open tasks they have.")
    else:
        hint = t.gettext("👷 There are no executors in this region yet. A supervisor invites them: /team")
    home = "complaint" if area == "complaint" else "card"
    text = lines(number(t, request_id), hint, unheard(t, found))
    return Content(text, [*rows, turn, back_row(t, home, request_id)], media_id=photo)


def executor_label(t: Translator, executor: Executor, former: int | None = None) -> str:
    """An executor on a button: name, organisation, open tasks.

    Signs mark whoever did the disputed work, and those whom no message reaches.
    """
    parts = [cut(executor.name, 30), cut(executor.organisation or "", 30), t.number(executor.open_tasks)]
    signs = "⚠️ " * (executor.id == former) + "🔕 " * (not executor.reachable)
    return signs + " · ".join(part for part in parts if part)


def unheard(t: Translator, found: Sequence[Executor]) -> str:
    """What the sign of those means whom no message reaches; nothing where everybody hears."""
    if all(executor.reachable for executor in found):
        return ""
    return t.gettext("🔕 has blocked the bot and would not hear of the work.")


def reason_choice(t: Translator, request_id: int, photo: int | None) -> Content:
    """Why the request is rejected."""
    rows = [[button(words.reason_name(t, r).capitalize(), "decide", "reason", request_id, r)] for r in REASONS]
    text = lines(number(t, request_id), t.gettext("🚫 Why is it rejected? The citizen will read the reason."))
    return Content(text, [*rows, back_row(t, "card", request_id)], media_id=photo)


def rejection(t: Translator, request_id: int, reason: RejectReason, photo: int | None, ready: Rows = ()) -> Content:
    """The last question before rejecting: words for the citizen, which another reason cannot do without."""
    said = t.gettext("🚫 Reason: {reason}", reason=words.reason_name(t, reason))
    if reason is RejectReason.OTHER:
        hint = t.gettext("Write the reason in a message: the citizen will read your words.")
        rows: list[list[Button]] = []
    else:
        hint = t.gettext("You may add words for the citizen: write them in a message. Or reject it without.")
        rows = [[button(t.gettext("🚫 Reject"), "decide", "rejected", request_id, reason)]]
    back = [button(t.gettext("⬅️ Back"), "decide", "reject", request_id)]
    offer = prompts.or_ready(t) if ready else ""
    return Content(lines(number(t, request_id), said, hint, offer), [*rows, *ready, back], media_id=photo)


def duplicate_choice(t: Translator, request_id: int, near: Sequence[Neighbour], photo: int | None) -> Content:
    """Which request it repeats: one nearby, or any number of the region."""
    rows = [
        [button(neighbour(t, n), "decide", "original", request_id, n.id)] for n in near
    ]  # fmt: skip
    hint = t.gettext("🔗 Which request does it repeat? Type its number.")
    if near:
        hint = t.gettext("🔗 Which request does it repeat? Choose one nearby, or type its number.")
    return Content(lines(number(t, request_id), hint), [*rows, back_row(t, "card", request_id)], media_id=photo)


def duplicate_check(
    t: Translator, request_id: int, original: CitizenRequest, metres: float | None, photo: int | None
) -> Content:
    """Are the two really the same? `photo` shows the original."""
    text = fitted(
        [
            t.gettext("🔗 Does № {number} repeat № {original}?", number=request_id, original=original.id),
            staff_words.title(t, original),
            escape(words.category_name(t, original.category)),
            t.gettext("Distance: {metres} m", metres=t.number(metres)) if metres is not None else "",
        ],
        original.description,
        [],
    )
    yes = button(t.gettext("🔗 Yes, the same"), "decide", "same", request_id, original.id)
    back = button(t.gettext("⬅️ Back"), "decide", "duplicate", request_id)
    return Content(text, [[yes], [back]], media_id=photo)


def region_choice(t: Translator, request: CitizenRequest, photo: int | None, page: int = 0) -> Content:
    """To which region the request is handed over."""
    buttons = [
        button(r.name(t.locale), "decide", "region", request.id, r.iso)
        for r in places.sorted_regions(t)
        if r.iso != request.region
    ]
    rows = paged(buttons, page, lambda label, to: button(label, "decide", "forward", request.id, to))
    text = lines(number(t, request.id), t.gettext("↪️ In which region does it lie?"))
    return Content(text, [*rows, back_row(t, "card", request.id)], media_id=photo)


def forwarded(t: Translator, request_id: int, region: str) -> Content:
    """The request was handed over."""
    return Content(
        t.gettext(
            "↪️ № {number} was handed over. Region: {region}", number=request_id, region=words.region_name(t, region)
        )
    )
