"""A client that posts as fast as it is answered, over kept connections, and little of a core."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import closing

import orjson
import uvloop


def request(port: int, secret: str, body: bytes) -> bytes:
    """One HTTP/1.1 request to the events' address."""
    head = (
        f"POST /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {secret}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def event(number: int, run: str) -> dict[str, object]:
    return {
        "type": "Ordered", "id": f"{run}-{number}", "person": f"p-{run}-{number}",
        "data": {"amount": 1_000 + number},
    }  # fmt: skip


def singles(port: int, secret: str, first: int, count: int, run: str) -> Iterator[bytes]:
    for number in range(first, first + count):
        yield request(port, secret, orjson.dumps(event(number, run)))


def batches(
    port: int, secret: str, first: int, count: int, run: str, size: int = 500
) -> Iterator[bytes]:
    for start in range(first, first + count, size):
        events = [event(number, run) for number in range(start, min(start + size, first + count))]
        yield request(port, secret, orjson.dumps({"events": events}))


async def _post_on(port: int, requests: Iterator[bytes], statuses: dict[int, int]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for one in requests:
        while True:
            writer.write(one)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line[15:])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length")
            )
            await reader.readexactly(length)
            status = int(head[9:12])
            statuses[status] = statuses.get(status, 0) + 1
            if status != 429:
                break
            await asyncio.sleep(0.2)
    writer.close()


def post(port: int, requests: Iterator[bytes], connections: int) -> tuple[float, dict[int, int]]:
    """Post everything over so many connections: the seconds that it took, answers by status."""

    async def all_of_it() -> tuple[float, dict[int, int]]:
        statuses: dict[int, int] = {}
        began = time.monotonic()
        await asyncio.gather(*(_post_on(port, requests, statuses) for _ in range(connections)))
        return time.monotonic() - began, statuses

    return uvloop.run(all_of_it())


def post_steadily(port: int, requests: Iterator[bytes], rate: float) -> list[float]:
    """Post one after the other on a kept connection, so many a second: when each began."""
    began, posted = time.monotonic(), []
    with closing(socket.create_connection(("127.0.0.1", port))) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number, one in enumerate(requests):
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
            posted.append(time.monotonic())
            wire.sendall(one)
            answer = wire.recv(65536)
            assert answer.startswith(b"HTTP/1.1 202"), answer
    return posted
