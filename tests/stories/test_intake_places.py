"""The ways to say where it is."""

import pytest

from domain.words import Located
from models import Draft
from services import geography
from tests.conftest import Desk
from tests.stories.acting import ALMATY, SHYMKENT, card, press

pytestmark = pytest.mark.by_turns


async def _draft(desk: Desk) -> Draft:
    (draft,) = await desk.rows(Draft)
    return draft


async def test_pin_venue_and_live_location(desk: Desk) -> None:
    """Whichever way a phone sends a place, the akimat must get the point; a moving phone must not move it."""
    resident = await desk.citizen()
    await resident.send_location(*SHYMKENT)
    assert "Shymkent" in (await card(desk, resident)).words
    assert (await _draft(desk)).located is Located.PIN
    await resident.send_venue(*ALMATY, "Green market", "Zhibek Zholy 53")
    assert "Green market" in (await card(desk, resident)).words
    assert ((await _draft(desk)).located, (await _draft(desk)).region) == (Located.VENUE, "KZ-75")
    live = await resident.send_location(*SHYMKENT, live_period=900)
    seen = await card(desk, resident)
    assert "Green market" not in seen.words
    await resident.move(live, 42.4, 69.7)
    assert (await card(desk, resident)).id == seen.id
    assert ((await _draft(desk)).located, (await _draft(desk)).lat) == (Located.LIVE, SHYMKENT[0])


@pytest.mark.parametrize(
    ("text", "lat", "located"),
    [
        ("43.238, 76.945", 43.238, Located.TYPED),
        ("43,238 76,945", 43.238, Located.TYPED),
        ("43°14'17\"N 76°56'42\"E", 43.23806, Located.TYPED),
        ("76.945, 43.238", 43.238, Located.TYPED),
        ("look https://2gis.kz/almaty/geo/76.945,43.238", 43.238, Located.LINK),
        ("https://www.google.com/maps/@43.238,76.945,17z", 43.238, Located.LINK),
    ],
)
async def test_typed_coordinates_and_links(desk: Desk, text: str, lat: float, located: Located) -> None:
    """Coordinates come out of other apps in many shapes; each that is understood saves a step."""
    resident = await desk.citizen()
    await resident.send_text(text)
    assert "Almaty" in (await card(desk, resident)).words
    draft = await _draft(desk)
    assert (round(draft.lat or 0, 3), draft.located, draft.description) == (round(lat, 3), located, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NaN, 76.9", "not coordinates"),
        ("95.5, 176.9", "not coordinates"),
        ("https://maps.app.goo.gl/AbCdEf123", "does not say where"),
        ("55.7558, 37.6173", "outside Kazakhstan"),
        ("44.5, 50.2", "outside Kazakhstan or at sea"),
    ],
)
async def test_what_is_no_place_of_ours_is_answered_and_begins_nothing(desk: Desk, text: str, said: str) -> None:
    """A request nobody is responsible for would wait for ever: better a clear word at once."""
    resident = await desk.citizen()
    await resident.send_text(text)
    assert said in (await card(desk, resident)).words
    assert await desk.rows(Draft) == []
    await resident.send_photo("yard_bins_before")
    await resident.send_text(text)
    seen = await card(desk, resident)
    assert said in seen.words and "Place: not known yet" in seen.words and "1 of 10" in seen.words


async def test_a_point_at_a_border_is_confirmed(desk: Desk) -> None:
    """Our borders are good to 500 metres: a point just outside may be in the country, and only the citizen knows."""
    resident = await desk.citizen()
    await resident.send_location(41.2, 68.97)
    assert "right at a border" in (await card(desk, resident)).words
    assert (await _draft(desk)).region is None
    assert "Place: not known yet" not in (await press(desk, resident, "✅ Yes")).words
    assert (await _draft(desk)).region is not None


async def test_baikonur_is_pointed_out(desk: Desk) -> None:
    """The complex is leased to Russia: the citizen should know that the akimat may not be able to help."""
    resident = await desk.citizen()
    await resident.send_location(45.965, 63.305)
    seen = await card(desk, resident)
    assert "Baikonur complex" in seen.words
    assert (await _draft(desk)).region == "KZ-43"


async def test_region_district_and_address_in_words(desk: Desk) -> None:
    """Not everybody has a map at hand; in cities the district is chosen, elsewhere written."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await press(desk, resident, "Show the place")
    first = await press(desk, resident, "Write the address")
    assert first.buttons[:3] == ["Almaty", "Astana", "Shymkent"]
    await press(desk, resident, "Almaty")
    await press(desk, resident, "Bostandyk")
    await resident.send_text("Abai 12, behind the school")
    assert "Bostandyk District, Abai 12" in (await card(desk, resident)).words
    draft = await _draft(desk)
    assert (draft.region, draft.located, draft.lat) == ("KZ-75", Located.ADDRESS, None)
    assert draft.district in {d.kato for d in geography.districts("KZ-75")}
    await press(desk, resident, "📍 Place")
    await press(desk, resident, "Write the address")
    await press(desk, resident, "Abai Region")
    await resident.send_text("Ayagoz")
    await desk.idle()
    await resident.send_text("Mira street 5")
    assert "Abai Region\nAyagoz, Mira street 5" in (await card(desk, resident)).words


async def test_a_landmark_beside_the_point(desk: Desk) -> None:
    """A point in a courtyard does not tell the entrance; the words go with the point, and go when it moves."""
    resident = await desk.citizen()
    await resident.send_location(*SHYMKENT)
    await desk.idle()
    await press(desk, resident, "📍 Place")
    await press(desk, resident, "Add a landmark")
    await resident.send_text("second entrance")
    assert "second entrance" in (await card(desk, resident)).words
    await resident.send_location(*ALMATY)
    assert "second entrance" not in (await card(desk, resident)).words


async def test_coordinates_are_understood_where_an_address_is_asked(desk: Desk) -> None:
    """Somebody asked for an address may have found the coordinates meanwhile; they are better than words."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await press(desk, resident, "Show the place")
    await press(desk, resident, "Write the address")
    await press(desk, resident, "Almaty")
    await resident.send_text("43.238, 76.945")
    assert "✅ 📍 Almaty" in (await card(desk, resident)).words
    assert (await _draft(desk)).located is Located.TYPED
