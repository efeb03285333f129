"""The place of a draft: from a point, or from region, district and address in words."""

from domain.errors import NotFound
from domain.words import Located
from models import Draft
from services import geography
from services.geography import Certainty, Place


def put_point(draft: Draft, place: Place, located: Located) -> bool:
    """Set the draft's place to a point; False where it has to be confirmed first, or lies in no region.

    A point near a border waits in `Draft.offered` for the citizen's yes; one outside the country changes nothing.
    """
    if place.certainty is Certainty.OUTSIDE or place.region is None:
        return False
    if place.certainty is Certainty.NEAR_BORDER:
        draft.offered = offer_of(place, located)
        return False
    _set(draft, place.lat, place.lon, located, place.region)
    return True


def offer_of(place: Place, located: Located) -> dict[str, object]:
    """A place that waits for the citizen's yes, as `Draft.offered` keeps it."""
    return {"lat": place.lat, "lon": place.lon, "located": str(located), "region": place.region}


def accept_offer(draft: Draft) -> None:
    """Take the place that was offered. Raises NotFound where none is."""
    offered = draft.offered
    if offered is None:
        raise NotFound
    _set(draft, offered["lat"], offered["lon"], Located(offered["located"]), offered["region"])


def put_address(draft: Draft, region: str, district: str | None, address: str) -> None:
    """Set the draft's place in words, where there is no point. Raises NotFound for an unknown region."""
    check_region(region)
    draft.lat = draft.lon = draft.offered = None
    draft.located, draft.region, draft.district, draft.address = Located.ADDRESS, region, district, address
    draft.not_these = False


def check_region(iso: str) -> None:
    """Raises NotFound for a code that is none of the 20 regions."""
    if iso not in {region.iso for region in geography.regions()}:
        raise NotFound


def _set(draft: Draft, lat: float, lon: float, located: Located, region: str) -> None:
    if (draft.lat, draft.lon) != (lat, lon):
        # Words written for another point would send the executor there.
        draft.district = draft.address = None
        draft.not_these = False
    draft.lat, draft.lon, draft.located, draft.region, draft.offered = lat, lon, located, region, None
