"""The outside of the benchmarks: counts calls and notes when each number came.

    python receiver.py PORT [MILLISECONDS]

``POST /hook`` takes ``{"amount": n}`` and answers after the given time; ``GET /seen`` tells the
count and, for each number, the monotonic second of its first call; ``POST /reset`` forgets.
"""

import asyncio
import sys
import time

import orjson
import uvloop
from aiohttp import web

seen: dict[int, float] = {}
calls = 0


def app(seconds: float) -> web.Application:
    async def hook(request: web.Request) -> web.Response:
        global calls
        number = orjson.loads(await request.read())["amount"]
        calls += 1
        seen.setdefault(number, time.monotonic())
        if seconds:
            await asyncio.sleep(seconds)
        return web.Response(body=b'{"ok":true}', content_type="application/json")

    async def told(request: web.Request) -> web.Response:
        brief = "brief" in request.query
        body = {"calls": calls, "numbers": len(seen), "at": {} if brief else seen}
        return web.Response(
            body=orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS),
            content_type="application/json",
        )

    async def reset(_: web.Request) -> web.Response:
        global calls
        calls = 0
        seen.clear()
        return web.Response(text="ok")

    made = web.Application()
    made.add_routes([web.post("/hook", hook), web.get("/seen", told), web.post("/reset", reset)])
    return made


if __name__ == "__main__":
    uvloop.install()
    delay = float(sys.argv[2]) / 1000 if len(sys.argv) > 2 else 0.0
    web.run_app(app(delay), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
