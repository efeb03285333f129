"""`python main.py regions lookup`: where a point is, in words."""

from services import geography
from services.geography import Certainty, Place

FLAGS = {geography.BAIKONUR: "near or in Baikonur, which is leased to Russia: the akimat may not serve it"}


def lookup(lat: float, lon: float) -> tuple[str, bool]:
    """What is known of a point, line by line, and whether it has a region."""
    place = geography.locate(lat, lon)
    lines = [_region_line(place)]
    if place.region is not None and place.nearest is not None:
        near = place.nearest
        lines.append(f"{near.km:.0f} km {near.direction.upper()} of {near.town.name('en')}")
    lines += [FLAGS[flag] for flag in sorted(place.flags)]
    return "\n".join(lines), place.region is not None


def _region_line(place: Place) -> str:
    if place.region is None:
        return "in no region of Kazakhstan"
    names = geography.region(place.region).names
    line = f"{place.region}  {names.name('en')} · {names.name('kk')} · {names.name('ru')}"
    if place.certainty is Certainty.NEAR_BORDER:
        line += f"\noutside the border by {place.border_km:.1f} km: the citizen is asked to confirm"
    return line
