"""`/metrics`: the numbers of this gateway, for those who watch over it and for nobody else."""

from __future__ import annotations

import hmac
import ipaddress

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from bot.endpoint import ApiError, bearer
from bot.gateway import Gateway
from bot.settings import Settings
from bot.supervision import settled
from desk.backlog import backlog

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""Headers of requests that came through a proxy: the address we see is then the proxy's, whoever asks."""


class MetricsPage:
    """Answers whoever has the token; without a token, whoever asks directly from an allowed network.

    Args:
        gateway: counts, and gives the database.
        settings: token and networks.
    """

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._token = settings.metrics_token
        self._networks = [ipaddress.ip_network(each) for each in settings.metrics_allow]

    async def answer(self, request: Request) -> Response:
        """Answer with all numbers; those of the database are left out while it does not answer."""
        self._admit(request)
        found, _ = await settled(
            self._gateway.read(lambda connection: backlog(connection, self._gateway.clock())),
        )
        return Response(self._gateway.metrics.page(found), media_type=CONTENT_TYPE_LATEST)

    def _admit(self, request: Request) -> None:
        """Let a request pass.

        Raises:
            ApiError: it has not the token, or comes from elsewhere; then there is no such page.
        """
        if self._token:
            if not hmac.compare_digest(bearer(request).encode(), self._token.encode()):
                raise ApiError("token")
            return
        if any(name in request.headers for name in FORWARDED) or not self._is_near(request):
            raise ApiError("not_found")

    def _is_near(self, request: Request) -> bool:
        try:
            address = ipaddress.ip_address(request.client.host if request.client else "")
        except ValueError:
            return False
        return any(address in network for network in self._networks)
