"""A link as a square that a phone's camera reads."""

from io import BytesIO

import segno

SCALE = 8
"""Pixels of the smallest square: a picture of some 350 pixels, sharp on any phone."""


def qr_png(url: str) -> bytes:
    """The link as a PNG of one or two kilobytes."""
    buffer = BytesIO()
    segno.make(url, error="m").save(buffer, kind="png", scale=SCALE, border=4)
    return buffer.getvalue()
