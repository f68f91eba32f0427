"""Mail servers that are down or slow."""

import time
from typing import Any, ClassVar

from django.core.mail.backends.base import BaseEmailBackend


class Down(BaseEmailBackend):
    """Nobody answers."""

    def open(self) -> bool:
        raise ConnectionRefusedError("nobody answers")

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError("nobody answers")


class Slow(BaseEmailBackend):
    """Takes its time for each message, and remembers to whom it went."""

    sent: ClassVar[list[str]] = []

    def send_messages(self, email_messages: Any) -> int:
        time.sleep(0.15)
        self.sent.extend(message.to[0] for message in email_messages)
        return len(email_messages)
