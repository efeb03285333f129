"""Commands that need no running bot: each does one thing and is done.

Parts are imported by the command that needs them: looking up a region should not wait for a Telegram library.
"""

import argparse
import asyncio
from collections.abc import Callable


def migrate(_options: argparse.Namespace) -> int:
    """Bring the database up to date."""
    from bot import configuration
    from bot.opening import kind, migrated

    settings = configuration.load()
    before, after = asyncio.run(migrated(settings))
    print(f"{kind(settings)}: " + (f"up to date ({after})" if before == after else f"{before or 'empty'} → {after}"))
    return 0


def invite(options: argparse.Namespace) -> int:
    """Print a one-time link."""
    from bot import configuration
    from bot.inviting import invite_link
    from domain.words import Role

    print(asyncio.run(invite_link(configuration.load(), Role(options.role), options.region, options.org)))
    return 0


def regions(options: argparse.Namespace) -> int:
    """Answer a question about regions; status 1 where the point has none."""
    from bot.lookup import lookup

    text, found = lookup(options.lat, options.lon)
    print(text)
    return 0 if found else 1


def check(options: argparse.Namespace) -> int:
    """Print what is in order and what is not; status 1 if anything is not."""
    from bot import configuration
    from bot.checkup import report

    settings = configuration.load()
    well = asyncio.run(report(settings))
    if options.deep:
        from bot.deep_checkup import report_counts

        well = asyncio.run(report_counts(settings, options.limit)) and well
    return 0 if well else 1


def import_(options: argparse.Namespace) -> int:
    """Bring past requests over from a file; status 1 if any row was bad."""
    from bot import configuration
    from bot.past.importing import Order, bring

    order = Order(
        options.file, options.source or options.file.stem[:64], options.mapping, options.column, options.encoding,
        options.dry_run, options.errors,
    )  # fmt: skip
    return 0 if asyncio.run(bring(configuration.load(), order)) else 1


def seed(options: argparse.Namespace) -> int:
    """Make up a year whose totals are the published ones."""
    from bot import configuration
    from bot.past.seeding import report_seed

    print(asyncio.run(report_seed(configuration.load(), options.year, options.scale, into_real=options.into_real)))
    return 0


ERRANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "migrate": migrate, "invite": invite, "regions": regions, "check": check, "import": import_, "seed": seed,
}  # fmt: skip
