"""getFile."""

from __future__ import annotations

from ..calling import Call, method
from ..errors import bad
from ..files import MAX_DOWNLOAD
from ..model import Json


@method("getFile")
async def get_file(call: Call) -> Json:
    """Where to download a file of at most 20 MB."""
    file_id = call.params.text("file_id")
    if not file_id:
        raise bad("file_id not specified")
    file = call.state.files.find(file_id, call.bot.id)
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if file.size > MAX_DOWNLOAD:
        raise bad("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }
