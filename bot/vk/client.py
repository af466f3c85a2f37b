"""vk_api as the client of one community: a few in threads; one place for address and time-outs."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from aiolimiter import AsyncLimiter
from jconfig.memory import MemoryConfig
from requests.adapters import HTTPAdapter
from vk_api.exceptions import ApiError, ApiHttpError
from vk_api.vk_api import VkApiGroup

from bot.channel import NotSent, Rejected
from bot.vk.config import API_URL
from bot.vk.errors import broken, refused

VERSION = "5.199"
#: Seconds; short, because a thread that waits cannot be stopped, and a resend doubles nothing.
CONNECT, READ = 4.0, 8.0
#: One object of vk_api holds its lock through the whole round trip, so a few stand side by side.
AT_ONCE = 4
#: Need validation, captcha, too many requests: vk_api would sleep or ask at a terminal.
ASKING = (6, 14, 17, -2)


class Readdressed(HTTPAdapter):
    """Sends what vk_api addresses to api.vk.ru to the configured address, and never for ever."""

    def __init__(self, api_url: str) -> None:
        self._api_url = api_url.rstrip("/")
        super().__init__()

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:  # type: ignore[override]
        request.url = self._api_url + request.path_url
        return super().send(request, **(how | {"timeout": (CONNECT, READ)}))


class Calls:
    """Calls API methods. Every failure is a NotSent; no failure carries the token."""

    def __init__(self, token: str, api_url: str, calls_per_second: float) -> None:
        self._token = token
        self._api_url = api_url
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="vk")
        self._idle: list[VkApiGroup] = []
        self._places = asyncio.Semaphore(AT_ONCE)
        self._limiter = _limiter(calls_per_second)

    async def __call__(self, method: str, **params: Any) -> Any:
        """The `response` of the answer."""
        return (await self.whole(method, **params))["response"]

    async def whole(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer: `response`, and `execute_errors` beside it where there are any."""
        async with self._places:
            if self._limiter is not None:
                await self._limiter.acquire()
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, self._ask, method, params)

    def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        vk = self._idle.pop() if self._idle else self._new()
        failure: NotSent
        try:
            answer = vk.method(method, params, raw=True)
            if not isinstance(answer, dict) or "response" not in answer:
                raise ValueError("no response in the answer")
        except ApiError as error:
            # The error itself carries the token among its values: only number and words go on.
            failure = refused(int(error.code), str(error.error.get("error_msg", "")))
        except UnicodeEncodeError:
            failure = Rejected("half a surrogate pair cannot be sent")
        except (ApiHttpError, requests.RequestException, ValueError) as error:
            failure = broken(error)
        else:
            return answer
        finally:
            self._idle.append(vk)
        raise failure

    def _new(self) -> VkApiGroup:
        session = requests.Session()
        session.trust_env = False
        session.mount(API_URL + "/", Readdressed(self._api_url))
        vk = VkApiGroup(
            token=self._token, api_version=VERSION, session=session, config=MemoryConfig
        )
        vk.RPS_DELAY = 0
        for code in ASKING:
            vk.error_handlers.pop(code, None)
        return vk

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for vk in self._idle:
            vk.http.close()


def _limiter(calls_per_second: float) -> AsyncLimiter | None:
    """A leaky bucket lets its capacity through at once and then leaks: both together must stay
    within what VK allows in any second."""
    if not calls_per_second:
        return None
    burst = max(1.0, calls_per_second / 4)
    steady = max(calls_per_second - burst, calls_per_second / 2)
    return AsyncLimiter(burst, burst / steady)
