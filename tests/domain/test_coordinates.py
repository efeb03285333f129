"""Coordinates as people type them, and links to maps. All examples mean the same spot in Almaty unless they say so."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coordinates import Coordinates, InvalidCoordinates, LinkWithoutCoordinates, parse
from domain.sphere import KAZAKHSTAN

LAT, LON = 43.238, 76.945
# One second of arc is 31 m.
SECOND = 1 / 3600


@pytest.mark.parametrize(
    "typed",
    [
        "43.238, 76.945",
        "43,238 76,945",
        "43,238, 76,945",
        "43,238,76,945",
        "43.238,76.945",
        "43.238;76.945",
        "43.238 / 76.945",
        "  (43.238, 76.945). ",
        "43.238° 76.945°",
        "43.2380000000000000000, 76.945",
        "43°14'17\"N 76°56'42\"E",
        "43°14′17″N, 76°56′42″E",
        "43º14’17’’N 76º56’42’’E",
        "43° 14' 16.8\" N   76° 56' 42.0\" E",
        "43 14 17 N 76 56 42 E",
        "43 14.28 N, 76 56.7 E",
        "43°14.283'N 76°56.7'E",
        "43°14'17\", 76°56'42\"",
        "43°14'17 76°56'42",
        "43°14.28' 76°56.7'",
        "43.238 - 76.945",
        "N 43°14'17\" E 76°56'42\"",
        "43°14.28N 76°56.7E",
        "N43.238 E76.945",
        "n 43.238, e 76.945",
        "43.238N76.945E",
        "E76.945 N43.238",
        "43°14′17″ с.ш. 76°56′42″ в.д.",
        "43°14′17″ с. ш., 76°56′42″ в. д.",
        "43,238 северной широты; 76,945 восточной долготы",
        "С 43.238 В 76.945",
        "43°14′17″ с.е. 76°56′42″ ш.б.",
        "солтүстік ендік 43.238, шығыс бойлық 76.945",
        "ш.б. 76,945 с.е. 43,238",
        "43 градуса 14 минут 17 секунд с.ш. 76 градусов 56 минут 42 секунды в.д.",
        "широта: 43.238, долгота: 76.945",
        "lat=43.238 lon=76.945",
        "Координаты: 43.238, 76.945",
        "GPS 43.238 76.945",
        "43.238\n76.945",
    ],
)
def test_typed(typed: str) -> None:
    """Without it people who copy a position from a device or write it down would have to learn our format."""
    found = parse(typed)
    assert isinstance(found, Coordinates)
    assert (found.lat, found.lon) == (pytest.approx(LAT, abs=SECOND), pytest.approx(LON, abs=SECOND))
    assert not found.swapped
    assert not found.from_link


@pytest.mark.parametrize(
    ("typed", "lat", "lon"),
    [
        ("-33.86, 151.21", -33.86, 151.21),
        ("33.86 S, 151.21 E", -33.86, 151.21),
        ("40.7° N 74.0° W", 40.7, -74.0),
        ("40,7 с.ш. 74,0 з.д.", 40.7, -74.0),
        ("33,86 ю.ш. 58,4 з.д.", -33.86, -58.4),
        ("33,86 о.е. 58,4 б.б.", -33.86, -58.4),
        ("−33.86, −70.65", -33.86, -70.65),
        ("51.24, 51.42", 51.24, 51.42),
        ("55.75, 37.62", 55.75, 37.62),
    ],
)
def test_elsewhere(typed: str, lat: float, lon: float) -> None:
    """Without it a place abroad, or one whose two numbers both fit, would be moved without asking."""
    assert parse(typed) == Coordinates(pytest.approx(lat), pytest.approx(lon))


@given(
    st.floats(KAZAKHSTAN.south, KAZAKHSTAN.north).map(lambda n: round(n, 5)),
    st.floats(55.6, KAZAKHSTAN.east).map(lambda n: round(n, 5)),
)
def test_longitude_first_is_turned_round(lat: float, lon: float) -> None:
    """Without it a position copied from a program that puts longitude first would be "outside Kazakhstan"."""
    assert parse(f"{lon:.5f}, {lat:.5f}") == Coordinates(lat, lon, swapped=True)
    assert parse(f"{lat:.5f}, {lon:.5f}") == Coordinates(lat, lon)


@pytest.mark.parametrize(
    "typed",
    [
        "nan, nan",
        "NaN 76.9",
        "43.2 inf",
        "-Infinity, 5",
        "95.5, 200.5",
        "43.2, 999.9",
        "43°75'N 76°10'E",
        "43°10'99\"N 76°10'10\"E",
        "N 43.2 N 76.9",
        "E 43.2 W 76.9",
        "N 95.2 E 76.9",
        "https://www.google.com/maps/@95.5,300.1,15z",
        "geo:100.5,200.5",
    ],
)
def test_impossible(typed: str) -> None:
    """Without it an impossible position would be stored, or taken for a description without a word."""
    assert isinstance(parse(typed), InvalidCoordinates)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12, 15",
        "43",
        "43.238",
        "3,5 дней не вывозят",
        "Абай 10, 5 подъезд",
        "8 777 123 45 67",
        "12.05.2026 14:30",
        "Көше шамы жанбайды",
        "https://example.com/?q=43.238,76.945",
        "https://notgoogle.com/maps?q=43.238,76.945",
        "https://2gis.kz.example.com/geo/1/76.945,43.238",
        "https://www.google.com/search?q=43.238,76.945",
        "https://yandex.kz/search?text=43.238,76.945",
        "mail@2gis.kz",
        "https://[bad",
        "43.238-76.945",
        "43.238.76.945",
        "43.2 76.9 5",
    ],
)
def test_other_texts(text: str) -> None:
    """Without it a house number or a telephone would move a request to the Gulf of Guinea."""
    assert parse(text) is None


@pytest.mark.parametrize(
    "link",
    [
        "https://2gis.kz/almaty/geo/9430047375027325/76.945,43.238",
        "https://2gis.kz/almaty/geo/9430047375027325/76.945%2C43.238?m=76.1%2C43.9%2F16",
        "https://2gis.kz/almaty?m=76.945%2C43.238%2F16",
        "https://2gis.kz/almaty/geo/76.945,43.238",
        "2gis.kz/almaty/firm/70000001018094514/76.945,43.238",
        "https://2gis.com/directions/points/%7C76.945%2C43.238",
        "https://yandex.kz/maps/162/almaty/?ll=76.945%2C43.238&z=16",
        "https://yandex.ru/maps/?ll=76.1%2C43.9&pt=76.945,43.238,pm2rdm&z=18&l=map",
        "https://yandex.kz/maps/?ll=76.1%2C43.9&whatshere%5Bpoint%5D=76.945%2C43.238&whatshere%5Bzoom%5D=17",
        "https://yandex.kz/maps/?ll=76.1,43.9&poi[point]=76.945,43.238",
        "https://maps.yandex.ru/?text=43.238,76.945",
        "https://yandex.kz/maps/?rtext=43.1,76.1~43.238,76.945&rtt=auto",
        "https://www.google.com/maps/@43.238,76.945,15z",
        "https://www.google.com/maps/place/X/@43.1,76.1,15z/data=!3m1!4b1!4m6!8m2!3d43.238!4d76.945!16s",
        "https://www.google.kz/maps/place/43%C2%B014'17.0%22N+76%C2%B056'42.0%22E/@43.1,76.1,17z",
        "https://www.google.com/maps/search/43.238,+76.945?entry=tts",
        "https://www.google.com/maps/search/?api=1&query=43.238%2C76.945",
        "https://www.google.com/maps/dir//43.238,76.945/",
        "https://maps.google.com/?q=43.238,76.945",
        "https://maps.google.com/maps?ll=43.238,76.945&z=16",
        "https://www.openstreetmap.org/#map=16/43.238/76.945",
        "https://www.openstreetmap.org/?mlat=43.238&mlon=76.945#map=12/43.9/76.1",
        "geo:43.238,76.945",
        "geo:43.238,76.945;u=35",
        "geo:0,0?q=43.238,76.945(Place)",
        "https://maps.apple.com/?ll=43.238,76.945&q=X",
        "https://maps.apple.com/place?coordinate=43.238,76.945&name=X",
        "Мына жер: https://2gis.kz/almaty/geo/1/76.945,43.238, қоқыс көп",
        "HTTPS://WWW.GOOGLE.COM/maps/@43.238,76.945,15z",
        "https://go.2gis.com/abc then https://yandex.kz/maps/?ll=76.945,43.238",
    ],
)
def test_links(link: str) -> None:
    """Without it the place shared from a map would be lost, or the view taken for the place pointed at."""
    found = parse(link)
    assert isinstance(found, Coordinates)
    assert (found.lat, found.lon) == (pytest.approx(LAT, abs=SECOND), pytest.approx(LON, abs=SECOND))
    assert found.from_link
    assert not found.swapped


@pytest.mark.parametrize(
    "link",
    [
        "https://maps.app.goo.gl/abcDEF123",
        "https://goo.gl/maps/abc",
        "https://go.2gis.com/abcde",
        "https://yandex.kz/maps/-/CDabc~x",
        "https://2gis.kz/almaty/firm/70000001018094514",
        "https://www.google.com/maps/place/Almaty",
        "https://osm.org/go/abc",
        "https://maps.apple/p/abc",
        "https://yandex.ru/maps/?ll=nan,inf",
    ],
)
def test_links_without_a_position(link: str) -> None:
    """Without it the bot would keep a shortened link as a description instead of asking for the pin."""
    assert parse(f"бұл жерде {link}") == LinkWithoutCoordinates(link)


alphabet = "0123456789.,;:°'\"′″NSEWсшвдеб-+ \n()/@!?=&#%~[]{}|"
links = ["https://", "2gis.kz/", "yandex.kz/maps/", "google.com/maps/", "openstreetmap.org/", "geo:", "maps.apple.com/"]
numbers = ["?ll=", "?q=", "?m=", "@", "!3d", "!4d", "43.2", ",76.9", "%2C", "%", "[", "nan", "inf", "1e5", "𝟜𝟛", "٤٣"]
pieces = st.sampled_from([*links, *numbers])


@given(
    st.text(max_size=120)
    | st.text(alphabet, max_size=120)
    | st.lists(pieces | st.text(alphabet, max_size=5)).map("".join)
)
def test_garbage_never_raises_and_never_gives_nonsense(text: str) -> None:
    """Without it one strange message could fail an update, or put a request at NaN."""
    found = parse(text)
    if isinstance(found, Coordinates):
        assert math.isfinite(found.lat)
        assert math.isfinite(found.lon)
        assert abs(found.lat) <= 90
        assert abs(found.lon) <= 180


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_degrees_minutes_seconds_round_trip(lat: float, lon: float) -> None:
    """Without it minutes, seconds or a hemisphere could be misread somewhere on the globe."""

    def written(value: float, positive: str, negative: str) -> str:
        tenths = round(abs(value) * 36000)
        degrees, rest = divmod(tenths, 36000)
        minutes, seconds = divmod(rest, 600)
        return f"{degrees}°{minutes}'{seconds / 10}\"{positive if value >= 0 else negative}"

    found = parse(f"{written(lat, 'N', 'S')} {written(lon, 'E', 'W')}")
    assert isinstance(found, Coordinates)
    assert found.lat == pytest.approx(lat, abs=2e-5)
    assert found.lon == pytest.approx(lon, abs=2e-5)
