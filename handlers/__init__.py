"""What happens when …: the handlers, and the order in which they are asked."""

from collections.abc import Mapping

from aiogram import Router

from bot.clock import InBatches, TimerHandler
from handlers import (
    channel,
    clock,
    exporting,
    fallback,
    invites,
    makers,
    rounds,
    statistics,
    summary,
    summary_clock,
    summary_correcting,
)
from handlers.artists import ARTISTS
from handlers.citizen import (
    alerts,
    card,
    categories,
    citizen_clock,
    composing,
    draft_clock,
    intake,
    my,
    objecting,
    onboarding,
    places,
    privacy,
    sending,
    start,
    verdict,
)
from handlers.citizen.media_ready import media_ready
from handlers.executor import particulars, ready_words, reporting, tasks, unasked
from handlers.group import binding, leading, membership, setting_up
from handlers.group import cards as group_cards
from handlers.group import clock as group_clock
from handlers.makers import MAKERS
from handlers.operator import bulk, deciding, doubts, looking, queue, ready_answers, refusing, search, triage, wording
from handlers.supervisor import (
    bans,
    complaints,
    deadlines,
    hours,
    setup,
    team,
    team_invites,
    team_member,
    team_organisations,
    templates,
)

__all__ = ["ARTISTS", "MAKERS", "media_ready", "routers", "timers"]


def routers() -> list[Router]:
    """All routers. The first that takes an update has it, so the order is: onboarding, presses, text, the rest."""
    return [
        # The gate.
        onboarding.router,
        # Commands, and the buttons of what they show.
        invites.router,
        leading.router,
        start.router,
        my.router,
        alerts.router,
        privacy.router,
        statistics.router,
        exporting.router,
        summary.router,
        summary_correcting.router,
        queue.router,
        triage.router,
        search.router,
        bulk.router,
        tasks.router,
        complaints.router,
        team.router,
        team_invites.router,
        team_member.router,
        team_organisations.router,
        setup.router,
        deadlines.router,
        hours.router,
        channel.router,
        setting_up.router,
        templates.router,
        # Buttons.
        verdict.router,
        bans.router,
        looking.router,
        deciding.router,
        refusing.router,
        ready_answers.router,
        doubts.router,
        reporting.router,
        particulars.router,
        ready_words.router,
        # The draft card: buttons, and words awaited by them.
        categories.router,
        sending.router,
        card.router,
        places.router,
        *_awaiting(),
        # Whatever citizens send of themselves, and the rest.
        intake.router,
        fallback.router,
        *_in_groups(),
        channel.members,
    ]


def _awaiting() -> list[Router]:
    """Routers of words, photos and places that are awaited."""
    return [
        composing.router,
        objecting.router,
        alerts.points_router,
        wording.router,
        search.words_router,
        bulk.words_router,
        tasks.words_router,
        reporting.collecting_router,
        complaints.words_router,
        bans.words_router,
        templates.words_router,
        team.words_router,
        deadlines.words_router,
        summary_correcting.words_router,
        statistics.words_router,
        team_invites.words_router,
        team_organisations.words_router,
        tasks.place_router,
        unasked.router,
    ]


def _in_groups() -> list[Router]:
    """Routers of what happens in working groups; `bot.front` asks them there and nowhere else."""
    return [
        binding.router,
        membership.router,
        group_cards.router,
        binding.presses,
        binding.others,
        group_cards.last,
    ]


def timers() -> Mapping[str, TimerHandler]:
    """What is done when a timer's moment has come, by the timer's name."""
    return {
        "news": clock.news,
        "overdue": InBatches(rounds.passed),
        "remind": InBatches(rounds.remind),
        "ladder": rounds.climb,
        "digest": rounds.morning,
        "summary": summary_clock.strike,
        "summary_send": summary_clock.send,
        "summary_report": InBatches(summary_clock.report),
        "channel_trouble": summary_clock.channel_trouble,
        "ask_again": clock.ask_again,
        "no_answer": clock.no_answer,
        "silence": clock.silence,
        "verdict_reminder": citizen_clock.verdict_reminder,
        "alerts": citizen_clock.alerts,
        "planned": clock.planned,
        "forget_held": onboarding.forget_held,
        "draft_reminder": draft_clock.draft_reminder,
        "draft_end": draft_clock.draft_end,
        "forget_files": draft_clock.forget_files,
        "group_card": group_clock.group_card,
        "group_cards": group_clock.group_cards_anew,
        "group_trouble": group_clock.group_trouble,
        "forget_made": makers.forget_made,
    }
