"""The server itself: pages, event stream, ways to pass parameters, the command line."""

import asyncio
import re
import sys
from pathlib import Path

import aiohttp
import orjson

from sandbox.client import SandboxClient
from sandbox.server import start


async def read_events(response, count):
    """The next `count` events of a stream."""
    found = []
    while len(found) < count:
        block = (await response.content.readuntil(b"\n\n")).decode()
        if block.startswith(":"):
            continue
        found.append(orjson.loads(re.search(r"^data: (.*)$", block, re.MULTILINE).group(1)))
    return found


async def test_events_tell_what_becomes_visible(raw, resident, tg):
    """Without it, the page would have to ask again and again, or miss things."""
    other = await tg.person("Көрші")
    keys = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}
    async with tg.session.get(f"{tg.url}/control/events?person={resident.id}") as stream:
        [hello] = await read_events(stream, 1)
        await other.send_text("not for Aida")
        sent = await raw.ok("sendMessage", chat_id=resident.id, text="x", reply_markup=keys)
        press = await resident.press("a", timeout=0)
        await raw.ok("answerCallbackQuery", callback_query_id=press["query_id"], text="ok")
        await raw.ok("sendChatAction", chat_id=resident.id, action="typing")
        await raw.ok("editMessageText", chat_id=resident.id, message_id=sent["message_id"], text="y")
        await raw.ok("deleteMessage", chat_id=resident.id, message_id=sent["message_id"])
        await raw.ok("sendMessage", chat_id=resident.id, text="k", reply_markup={"keyboard": [["b"]]})
        events = await read_events(stream, 7)
    assert hello["type"] == "hello"
    kinds = ["message", "answer", "typing", "edited", "deleted", "message", "keyboard"]
    assert [event["type"] for event in events] == kinds
    assert events[0]["message"]["reply_markup"] == keys
    assert (events[1]["text"], events[3]["message"]["text"]) == ("ok", "y")
    assert events[6]["keyboard"]["buttons"] == [[{"text": "b"}]]
    async with tg.session.get(f"{tg.url}/control/events?person={resident.id}&since={events[4]['seq']}") as stream:
        replayed = await read_events(stream, 3)
    assert [event["type"] for event in replayed] == ["hello", "message", "keyboard"]


async def test_parameters_in_every_way(raw, resident):
    """Without it, a client other than aiogram might not be understood."""
    url = f"{raw.url}/bot{raw.token}/sendMessage"
    async with raw.session.get(url, params={"chat_id": str(resident.id), "text": "query"}) as response:
        assert (await response.json())["result"]["text"] == "query"
    async with raw.session.post(url, data={"chat_id": str(resident.id), "text": "form"}) as response:
        assert (await response.json())["result"]["text"] == "form"
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("chat_id", str(resident.id))
    form.add_field("text", "multipart")
    form.add_field("reply_markup", '{"inline_keyboard":[[{"text":"a","callback_data":"x"}]]}')
    async with raw.session.post(url, data=form) as response:
        assert (await response.json())["result"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "a"
    async with raw.session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400


async def test_uploads_by_form(resident, tg):
    """Without it, the page could not send a file from the computer."""
    form = aiohttp.FormData()
    spec = {"from": resident.id, "kind": "document", "file": {"upload": "it"}}
    form.add_field("json", orjson.dumps(spec).decode())
    form.add_field("it", b"bytes", filename="note.txt", content_type="text/plain")
    async with tg.session.post(f"{tg.url}/control/send", data=form) as response:
        document = (await response.json())["messages"][0]["document"]
    assert (document["file_name"], await tg.file(document)) == ("note.txt", b"bytes")


async def test_pages_and_pictures(tmp_path):
    """Without it, the page's map or pictures could be missing, or any file of the disk be served."""
    borders = tmp_path / "borders.geojson"
    borders.write_text('{"type": "FeatureCollection", "features": []}')
    (tmp_path / "dump.png").write_bytes(b"\x89PNG")
    async with await start(borders=borders, pictures=tmp_path) as box, SandboxClient(box.url) as tg:
        assert await tg.pictures() == ["dump.png"]
        async with tg.session.get(f"{box.url}/page/borders.json") as response:
            assert (await response.json())["type"] == "FeatureCollection"
        async with tg.session.get(f"{box.url}/control/pictures/dump") as response:
            assert await response.read() == b"\x89PNG"
        for path in ("/page/..%2fserver.py", "/page/none.js", "/control/pictures/..%2fborders.geojson"):
            async with tg.session.get(aiohttp.client.URL(box.url + path, encoded=True)) as response:
                assert response.status == 404


async def test_command_line():
    """Without it, `python -m sandbox` could be broken without notice."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        "--port",
        "0",
        "--bot",
        "42:abc",
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        url = (await process.stdout.readline()).decode().strip()
        async with SandboxClient(url) as tg:
            assert [bot["id"] for bot in await tg.call("GET", "/bots")] == [42]
    finally:
        process.terminate()
        await process.wait()
