"""`/control/events`: what becomes visible, as server-sent events."""

from __future__ import annotations

import asyncio

import orjson
from aiohttp import web

from ..botapi import STATE
from ..model import Json
from .asking import ROUTES, Ask, route

HEARTBEAT = 15.0


def encode(event: Json) -> bytes:
    """An event as the text of a stream."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event["seq"], event["type"].encode(), orjson.dumps(event))


def wanted(event: Json, person: int | None) -> bool:
    """Whether a stream for one person carries the event; what concerns nobody in particular concerns all."""
    return person is None or event["type"] in {"reset", "hello"} or person in event["viewers"]


async def events(request: web.Request) -> web.StreamResponse:
    """Stream until the listener goes or the sandbox closes."""
    bus = request.app[STATE].events
    person = int(request.query["person"]) if "person" in request.query else None
    since = request.query.get("since") or request.headers.get("Last-Event-ID")
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    queue: asyncio.Queue[Json] = asyncio.Queue()
    bus.listeners.add(queue)
    try:
        hello = {"seq": bus.seq, "type": "hello", "chat": None, "bot": None, "viewers": []}
        missed = bus.since(int(since)) if since is not None else []
        await response.write(b"".join(encode(event) for event in [hello, *missed] if wanted(event, person)))
        await pour(response, queue, person)
    except ConnectionError:
        return response
    finally:
        bus.listeners.discard(queue)
    return response


async def pour(response: web.StreamResponse, queue: asyncio.Queue[Json], person: int | None) -> None:
    """Pass events on, several in one write; a "closed" event ends the stream."""
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT):
                batch = [await queue.get()]
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        while not queue.empty():
            batch.append(queue.get_nowait())
        closing = any(event["type"] == "closed" for event in batch)
        text = b"".join(encode(event) for event in batch if event["type"] != "closed" and wanted(event, person))
        if text:
            await response.write(text)
        if closing:
            return


@route("GET", "/wait")
async def wait(ask: Ask) -> Json:
    """Until something happens in a chat after event number `seq`, or `timeout` seconds have passed."""
    bus = ask.state.events
    place = {key: int(ask.body[key]) for key in ("chat", "bot") if ask.body.get(key) is not None}

    def here(event: Json) -> bool:
        return event["type"] in {"reset", "closed"} or all(event[key] == place[key] for key in place)

    queue: asyncio.Queue[Json] = asyncio.Queue()
    bus.listeners.add(queue)
    try:
        async with asyncio.timeout(float(ask.body.get("timeout", 10))):
            happened = any(here(event) for event in bus.since(ask.number("seq", bus.seq)))
            while not happened:
                happened = here(await queue.get())
    except TimeoutError:
        pass
    finally:
        bus.listeners.discard(queue)
    return {"seq": bus.seq}


ROUTES.append(("GET", "/control/events", events))
