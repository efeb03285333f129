"""Why a file was not taken, as types with data.

    MediaRefused
    ├── Empty               no bytes at all
    ├── TooBig              more bytes than allowed
    ├── NotAnImage          nothing of a picture in it, whatever its name says
    ├── NotAVideo           nothing of a video in it
    ├── UnsupportedFormat   a picture or video of a kind that is not taken
    ├── TooManyPixels       declares more pixels than will be decoded
    └── Truncated           begins well, but cannot be read to its end: cut off or damaged

The sentences that people read are made of these at the edge.
"""


class MediaRefused(Exception):
    """A file that will not be kept. Sending it again as it is will not help."""


class Empty(MediaRefused):
    """The file has no bytes."""


class TooBig(MediaRefused):
    """The file is larger than `limit`; both in bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size, limit)
        self.size = size
        self.limit = limit


class NotAnImage(MediaRefused):
    """The first bytes are those of no known picture format."""


class NotAVideo(MediaRefused):
    """The first bytes are those of no known video format."""


class UnsupportedFormat(MediaRefused):
    """The file is of a known kind that is not taken, e.g. `gif`, `tiff`, `matroska`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TooManyPixels(MediaRefused):
    """The picture declares more than `max_pixels` in all or more than `max_side` on one side."""

    def __init__(self, max_pixels: int, max_side: int) -> None:
        super().__init__(max_pixels, max_side)
        self.max_pixels = max_pixels
        self.max_side = max_side


class Truncated(MediaRefused):
    """The file is of the kind named, but cannot be read to its end: it is cut off, damaged or made to take hours."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
