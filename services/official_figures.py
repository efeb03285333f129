"""A statement as the numbers of the official paragraph."""

from datetime import tzinfo

from domain.official import OfficialFigures, Ranked
from services import geography
from services.figures import Figures
from services.statements import Statement

LEADING = 3
"""Categories that are named."""
REGIONS = 4
"""Regions named as those with most requests, and as those with fewest."""


def of_statement(statement: Statement, zone: tzinfo) -> OfficialFigures:
    """The numbers of a statement. What has no first day is as of the day on which the statement was drawn up.

    Requests whose category is open count everywhere, but an open category does not lead.
    """
    span, total, dumps = statement.span, statement.total, statement.dumps
    leading = [(key, number) for key, number in statement.top(LEADING + 1) if key]
    most, fewest = _regions(statement)
    return OfficialFigures(
        first=span.first,
        last=span.last if span.first is not None else statement.as_of.astimezone(zone).date(),
        region=statement.scope.region,
        received=total.received,
        executed=total.executed,
        in_work=total.in_work,
        overdue=total.overdue,
        categories=tuple(leading[:LEADING]),
        most=most,
        fewest=fewest,
        dumps_found=dumps.found,
        dumps_removed=dumps.removed,
        synthetic=statement.synthetic,
    )


def _regions(statement: Statement) -> tuple[Ranked, Ranked]:
    """Those with most requests and those with fewest; of a region's statement, and where all have none, nothing."""
    if statement.scope.region is not None or not statement.total.received:
        return (), ()
    counts = [
        (region.iso, statement.by_region.get(region.iso, Figures()).received) for region in geography.regions()
    ]  # fmt: skip
    most = sorted(counts, key=lambda item: (-item[1], item[0]))[:REGIONS]
    fewest = sorted(counts, key=lambda item: (item[1], item[0]))[:REGIONS]
    return tuple(item for item in most if item[1]), tuple(fewest)
