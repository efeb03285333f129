"""How many times a JPEG goes over its picture.

A progressive JPEG is drawn in scans, 10 or so. Each costs the decoder a pass over the whole picture and may take less
than 100 bytes of the file, so that a file within the size limit could ask for hours of work.
"""

import re

MAX_SCANS = 64
_START_OF_SCAN = b"\xff\xda"
_END_OF_IMAGE = 0xD9
# Inside a scan FF is followed by 0 (a data byte), D0 to D7 (a restart) or FF (filling); anything else ends the scan.
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)


def has_too_many_scans(content: bytes) -> bool:
    """Whether a JPEG (ITU-T T.81, annex B) has more than `MAX_SCANS`."""
    # The bytes FF DA may also stand in a thumbnail or in what phones append: few of them settle it, many do not.
    if content.count(_START_OF_SCAN) <= MAX_SCANS:
        return False
    scans, at = 0, 2
    while scans <= MAX_SCANS and (marker := _END_OF_SCAN.search(content, at)):
        kind = content[marker.end() - 1]
        if kind == _END_OF_IMAGE:
            return False
        scans += kind == _START_OF_SCAN[1]
        at = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2], "big")
    return scans > MAX_SCANS
