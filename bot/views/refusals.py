"""Why not: a sentence for each refusal, short enough for a window (200 characters in every language)."""

from collections.abc import Callable

from bot.translator import Html, Translator
from bot.views.words import by_silence, region_name, state_name
from domain.errors import (
    Banned,
    InviteInvalid,
    Missing,
    NotAllowed,
    NotFound,
    Refused,
    Stale,
    TooLong,
    TooMany,
    TooSoon,
)


def sentence(t: Translator, refusal: Refused) -> Html:
    """The sentence for a refusal, as HTML."""
    match refusal:
        case Stale():
            return _stale(t, refusal)
        case Missing(what=what):
            return _MISSING[what](t) if what in _MISSING else t.gettext("Something is still missing for this step.")
        case TooMany():
            return _too_many(t, refusal)
        case TooSoon(until=until):
            return t.gettext(
                "Several of your requests could not be understood, so there is a wait between them. "
                "You can send from {moment}. Your draft is kept.",
                moment=t.moment(until),
            )
        case Banned(region=region):
            return t.gettext(
                "The akimat takes no requests from you now. Region: {region}", region=region_name(t, region)
            )
        case TooLong(limit=limit, length=length):
            return t.gettext(
                "The text is too long: {length} characters, at most {limit} fit. Please shorten it and send it again.",
                length=t.number(length),
                limit=t.number(limit),
            )
        case InviteInvalid(why=why):
            return _INVITE.get(why, _unknown_invite)(t)
        case NotFound():
            return t.gettext("There is nothing here for you. Perhaps it has been removed, or belongs to somebody else.")
        case NotAllowed():
            return t.gettext("You are not able to do this: it is somebody else's task or not one of your rights.")
        case _:
            return t.gettext("This cannot be done now.")


def something_broke(t: Translator) -> str:
    """An apology for a failure of ours."""
    return t.gettext("Something went wrong on our side. We have kept what you sent and will look into it.")


def _stale(t: Translator, refusal: Stale) -> Html:
    number = refusal.request_id
    state = by_silence(t) if refusal.by_silence else state_name(t, refusal.state)
    if refusal.actor_name:
        # A name may be long, and the window must hold the sentence.
        name = refusal.actor_name[:60]
        return t.gettext(
            "Request № {number} has moved on. Now: {state}. Last step: {name}.", number=number, state=state, name=name
        )
    return t.gettext("Request № {number} has moved on. Now: {state}.", number=number, state=state)


def _too_many(t: Translator, refusal: TooMany) -> Html:
    n = refusal.limit
    if refusal.what == "photos":
        return t.ngettext(
            "At most {n} photo or video fits here. The others were left out.",
            "At most {n} photos and videos fit here. The others were left out.",
            n,
        )
    if refusal.what == "files":
        return t.gettext("Several files are being made for you already. Please wait until they have come.")
    if refusal.what == "appeals":
        return t.gettext("An appeal is possible once, and a supervisor has yours already or has ruled on it.")
    if refusal.what == "organisations":
        return t.ngettext(
            "A region can have {n} organisation. Remove one that is not needed first.",
            "A region can have {n} organisations. Remove one that is not needed first.",
            n,
        )
    if refusal.what == "objections":
        return t.gettext("You can object once, and a supervisor has your words already.")
    if refusal.what == "alerts":
        return t.ngettext(
            "You can follow {n} area. Remove one first.", "You can follow {n} areas. Remove one first.", n
        )
    if refusal.what == "requests_a_day":
        return t.ngettext(
            "You can send {n} request a day. Your draft is kept: please send it tomorrow.",
            "You can send {n} requests a day. Your draft is kept: please send it tomorrow.",
            n,
        )
    return t.ngettext("At most {n} is possible here.", "At most {n} are possible here.", n)


def no_citizen(t: Translator) -> Html:
    """That a question would be read by nobody."""
    return t.gettext("🔕 No message reaches this citizen: a question cannot be asked.")


def _unknown_invite(t: Translator) -> Html:
    return t.gettext("This invitation link opens nothing. Please check that it was copied whole, or ask for a new one.")


_Sentence = Callable[[Translator], Html]

_INVITE: dict[str, _Sentence] = {
    "used": lambda t: t.gettext(
        "This invitation has been used already: each link works once. Please ask for a new one."
    ),
    "expired": lambda t: t.gettext("This invitation has expired. Please ask the person who sent it for a new one."),
    "revoked": lambda t: t.gettext("This invitation was withdrawn. Please ask the person who sent it."),
    "unknown": _unknown_invite,
    "suspended": lambda t: t.gettext(
        "Your role here rests for now, and a new link does not change that. Please talk to your supervisor."
    ),
}

_MISSING: dict[str, _Sentence] = {
    "photo": lambda t: t.gettext("A photo is still missing. Please send at least one."),
    "place": lambda t: t.gettext("The place is still missing. Please send a point on the map or write the address."),
    "region": lambda t: t.gettext("Please choose a region, another one than now."),
    "district": lambda t: t.gettext("Please choose a district."),
    "address": lambda t: t.gettext("Please write the address in words."),
    "category": lambda t: t.gettext("The category is still missing. Please choose one first."),
    "description": lambda t: t.gettext("A few words on what is wrong are still missing."),
    "comment": lambda t: t.gettext("Words are missing. Please write a sentence or two."),
    "outcome": lambda t: t.gettext("Please say what became of the dump first."),
    "volume": lambda t: t.gettext("Please say how much was taken away: from 0.1 to 100,000 m³."),
    "fine": lambda t: t.gettext("Please say how high the fine is, in tenge."),
    "citizen": no_citizen,
    "answer": lambda t: t.gettext("The answer is empty. Please write a few words or send a photo."),
    "reason": lambda t: t.gettext("Please choose a reason."),
    "ground": lambda t: t.gettext("Please choose what your complaint is about."),
    "stars": lambda t: t.gettext("Please choose from 1 to 5 stars."),
    "executor": lambda t: t.gettext("Please choose who will do the work."),
    "other_executor": lambda t: t.gettext(
        "This executor did the work that is disputed. Choose another one, or say that it shall be the same."
    ),
    "planned_for": lambda t: t.gettext("The date of the work must lie ahead. Please choose another one."),
    "consent": lambda t: t.gettext("Your consent is still missing. Please give it with the button above."),
    "name": lambda t: t.gettext("The name is empty. Please write it in words."),
    "other_name": lambda t: t.gettext("There is one of this name already. Please write another name."),
    "picked": lambda t: t.gettext("Nothing is picked any more. Please pick the requests first."),
    "duplicate_of": lambda t: t.gettext("Please say which request this one repeats."),
    "change": lambda t: t.gettext("Nothing has changed in these figures since, so there is nothing to correct."),
}
