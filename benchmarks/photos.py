"""A photo on its way into the store, against one plain decode."""

from benchmarks import images
from benchmarks.figures import Figure, Measurement
from benchmarks.stage import Stage


def measure(stage: Stage) -> list[Figure]:
    """Medians of `benchmarks.images`."""
    found = images.measure()
    detail = (
        f"{found['photo_ms']:.0f} ms against {found['plain_decode_ms']:.0f} ms for a photo of 12 megapixels, "
        f"{found['photo_megabytes']:.1f} MB"
    )
    return [Figure("Photo: checked, hashed, re-encoded", found["photo_to_plain_decode"], 1.5, detail=detail)]


MEASUREMENT = Measurement(
    "photos",
    "Photos",
    "`services.images.inspect_and_encode` (checks, both hashes, metadata, a re-encoded copy of at most 1,280 pixels) "
    "against decoding the same JPEG once at full size with Pillow.",
    "The photo is decoded at a reduced size; encoding the copy is what remains.",
    measure,
)
