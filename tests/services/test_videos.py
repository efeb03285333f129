"""Videos: told by content, kept as sent but for the place where they were filmed."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.images import MAX_BYTES
from services.media_errors import Empty, MediaRefused, NotAVideo, TooBig, Truncated, UnsupportedFormat
from services.videos import inspect_video, process_video

PLACE = b"+43.2382+076.9450+700.000/"
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm" + bytes(
    80
)


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box as ISO/IEC 14496-12 has it."""
    body = b"".join(parts)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def large_box(kind: bytes, body: bytes) -> bytes:
    """A box with a 64-bit size."""
    return b"\0\0\0\x01" + kind + (len(body) + 16).to_bytes(8, "big") + body


FTYP = box(b"ftyp", b"isom\0\0\0\0mp42")
UDTA = box(b"udta", box(b"\xa9xyz", b"\0\x1a\x15\xc7" + PLACE), box(b"loci", bytes(6) + b"Almaty\0" + PLACE))
META = box(b"meta", box(b"keys", b"com.apple.quicktime.location.ISO6709"), box(b"ilst", PLACE))
PIXELS = box(b"mdat", b"udta and meta in the pixels " + bytes(range(256)))


def movie(*, ftyp: bytes = FTYP, mdat: bytes = PIXELS) -> bytes:
    """A tiny MP4 with its place written in every spot known."""
    track = box(b"trak", box(b"tkhd", bytes(84)), UDTA, META, box(b"mdia", box(b"mdhd", bytes(24)), META))
    moov = box(b"moov", box(b"mvhd", bytes(100)), track, UDTA, META)
    return ftyp + META + moov + box(b"uuid", bytes(16), PLACE) + mdat


def test_place_is_blanked_and_nothing_moves() -> None:
    """Lost without it: a video would tell everyone who sees it where the citizen lives."""
    data = movie()
    stored = inspect_video(data)
    assert data.count(PLACE) > 5
    assert PLACE not in stored.content
    assert b"Almaty" not in stored.content
    assert b"location" not in stored.content
    assert len(stored.content) == len(data)
    assert stored.content.index(PIXELS) == data.index(PIXELS)
    for kept in (b"moov", b"mvhd", b"trak", b"tkhd", b"mdia", b"mdhd"):
        assert stored.content.index(kept) == data.index(kept)
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert (stored.container, stored.original_size) == ("mp4", len(data))


def test_blanked_file_is_as_sound_as_before() -> None:
    """Lost without it: blanking could leave boxes whose sizes no player understands."""
    once = inspect_video(movie()).content
    assert inspect_video(once).content == once


def test_a_video_without_a_place_stays_as_it_is() -> None:
    """Lost without it: something else than the place could be changed."""
    data = FTYP + box(b"moov", box(b"mvhd", bytes(100)), box(b"trak", box(b"tkhd", bytes(84)))) + PIXELS
    assert inspect_video(data).content == data


@pytest.mark.parametrize("mdat", [large_box(b"mdat", b"x" * 50), b"\0\0\0\0mdat" + b"x" * 50])
def test_sizes_written_in_other_ways(mdat: bytes) -> None:
    """Lost without it: long recordings (64-bit sizes) and streamed ones (up to the end) would be refused."""
    stored = inspect_video(movie(mdat=mdat))
    assert PLACE not in stored.content
    assert stored.content.endswith(mdat)


def test_private_box_with_a_large_size() -> None:
    """Lost without it: a 64-bit size would be overwritten with zeros and the file broken."""
    data = FTYP + box(b"moov", box(b"mvhd", bytes(100)), large_box(b"udta", PLACE)) + PIXELS
    stored = inspect_video(data)
    assert PLACE not in stored.content
    assert inspect_video(stored.content).content == stored.content


def test_fragmented_video() -> None:
    """Lost without it: videos recorded by browsers and their places would be missed."""
    data = FTYP + box(b"moov", box(b"mvhd", bytes(100))) + box(b"moof", box(b"traf", UDTA), META) + PIXELS
    assert PLACE not in inspect_video(data).content


def test_quicktime_terminator() -> None:
    """Lost without it: films of old cameras, which end a list with four zeros, would be refused."""
    data = box(b"ftyp", b"qt  \0\0\0\0") + box(b"moov", box(b"mvhd", bytes(100)), UDTA, bytes(4)) + PIXELS
    stored = inspect_video(data)
    assert stored.container == "mov"
    assert PLACE not in stored.content


def test_webm_is_kept_as_sent(tmp_path: Path) -> None:
    """Lost without it: videos from browsers would be refused or damaged."""
    (tmp_path / "video").write_bytes(WEBM)
    stored = inspect_video(tmp_path / "video")
    assert (stored.container, stored.content) == ("webm", WEBM)


@pytest.mark.parametrize(
    "data",
    [
        movie()[:-1],
        movie()[:200],
        FTYP,
        FTYP + PIXELS,
        FTYP + box(b"moov", box(b"mvhd", bytes(100))),
        FTYP + box(b"moov", b"\0\0\xff\xffudta") + PIXELS,
        FTYP + box(b"moov", b"\0\0\0\x04udta") + PIXELS,
        FTYP + box(b"moov", box(b"free") * 100_001) + PIXELS,
    ],
)
def test_damaged_video(data: bytes) -> None:
    """Lost without it: a film cut off would be kept, or its place missed because the boxes cannot be followed."""
    with pytest.raises(Truncated):
        inspect_video(data)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (WEBM.replace(b"\x84webm", b"\x88matroska"), "matroska"),
        (movie(ftyp=box(b"ftyp", b"heic\0\0\0\0")), "heic"),
        (movie(ftyp=box(b"ftyp", b"M4A \0\0\0\0")), "m4a"),
        (b"RIFF\0\0\0\0AVI LIST", "avi"),
    ],
)
def test_kinds_not_taken_are_named(data: bytes, name: str) -> None:
    """Lost without it: pictures, sounds and films no phone shows would be kept as videos."""
    with pytest.raises(UnsupportedFormat) as refusal:
        inspect_video(data)
    assert refusal.value.name == name


def test_not_a_video_empty_and_too_big() -> None:
    """Lost without it: any file called .mp4 would be kept."""
    with pytest.raises(NotAVideo):
        inspect_video(b"Not a film at all, whatever the name says")
    with pytest.raises(Empty):
        inspect_video(b"")
    with pytest.raises(TooBig):
        inspect_video(bytes(MAX_BYTES + 1))


async def test_process_video_gives_the_same() -> None:
    """Lost without it: the asynchronous door could lead somewhere else."""
    assert await process_video(movie()) == inspect_video(movie())


@given(st.binary(max_size=300), st.integers(0, len(movie())), st.integers(0, 300))
def test_damage_raises_nothing_else(junk: bytes, at: int, gone: int) -> None:
    """Lost without it: a file made to fail would crash the worker instead of being declined."""
    data = movie()
    damaged = data[:at] + junk + data[at + gone :]
    try:
        stored = inspect_video(damaged)
    except MediaRefused:
        return
    assert len(stored.content) == len(damaged)
