"""The identity provider as this service talks to it."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from staff.oidc.errors import NotProvenError, ProviderDownError
from staff.oidc.flow import Flow
from staff.oidc.settings import OidcSettings, is_safe_address
from staff.oidc.tokens import Identity, read_id_token

_TIMEOUT = ClientTimeout(total=10)
_MOST_BYTES = 512 * 1024
_KEPT_SECONDS = 600


@dataclass(frozen=True)
class Metadata:
    """What the provider says about itself (OpenID Connect Discovery)."""

    authorization: str
    token: str
    keys: str
    takes_basic: bool
    """The token endpoint takes the client's secret in the Authorization header."""
    names_itself: bool
    """Every answer says which provider gave it (RFC 9207)."""


class Provider:
    """Sends people to the provider, and learns from it who came back."""

    def __init__(
        self,
        settings: OidcSettings,
        session: ClientSession,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._session = session
        self._monotonic = monotonic
        self._known: tuple[float, Metadata] | None = None

    async def address_for(self, flow: Flow, back: str) -> str:
        """Return the provider's page to send the browser to."""
        metadata = await self._metadata()
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": back,
            "scope": "openid email profile",
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": flow.challenge,
            "code_challenge_method": "S256",
        }
        return str(URL(metadata.authorization).update_query(query))

    async def who_came_back(
        self, flow: Flow, answer: Mapping[str, str], back: str, now: int
    ) -> Identity:
        """Return whom the answer proves; raise NotProvenError when it proves nobody."""
        if not flow.is_answered_by(answer.get("state", "")):
            raise NotProvenError("the state belongs to another browser")
        metadata = await self._metadata()
        issuer = answer.get("iss")
        if issuer != self._settings.issuer and (metadata.names_itself or issuer is not None):
            raise NotProvenError("the answer comes from another provider")
        if "error" in answer or not answer.get("code"):
            raise NotProvenError(f"the provider refused: {answer.get('error', '')[:100]!r}")
        token = await self._exchange(metadata, answer["code"], flow, back)
        # Only who has shown a good code gets here, so the keys are always read afresh.
        keys = await self._read("GET", metadata.keys)
        return read_id_token(
            token,
            keys,
            issuer=self._settings.issuer,
            client_id=self._settings.client_id,
            nonce=flow.nonce,
            now=now,
        )

    async def _exchange(self, metadata: Metadata, code: str, flow: Flow, back: str) -> str:
        settings = self._settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": flow.verifier,
        }
        headers = {}
        if metadata.takes_basic:
            headers["Authorization"] = _basic(settings.client_id, settings.client_secret)
        else:
            form |= {"client_id": settings.client_id, "client_secret": settings.client_secret}
        tokens = await self._read("POST", metadata.token, data=form, headers=headers)
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise NotProvenError("the provider gave no ID token")
        return token

    async def _metadata(self) -> Metadata:
        now = self._monotonic()
        if self._known and now - self._known[0] < _KEPT_SECONDS:
            return self._known[1]
        issuer = self._settings.issuer
        data = await self._read("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if data.get("issuer") != issuer:
            raise ProviderDownError(f"{issuer} calls itself {data.get('issuer')!r}")
        methods = data.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        metadata = Metadata(
            authorization=_endpoint(data, "authorization_endpoint"),
            token=_endpoint(data, "token_endpoint"),
            keys=_endpoint(data, "jwks_uri"),
            takes_basic="client_secret_basic" in methods,
            names_itself=data.get("authorization_response_iss_parameter_supported") is True,
        )
        self._known = now, metadata
        return metadata

    async def _read(self, method: str, address: str, **given: Any) -> dict[str, Any]:
        """Return the JSON object that an address gives; a refusal of what we sent is no fault."""
        try:
            async with self._session.request(
                method,
                address,
                timeout=_TIMEOUT,
                allow_redirects=False,
                **given,
            ) as response:
                status, body = response.status, bytearray()
                async for piece in response.content.iter_any():
                    body += piece
                    if len(body) > _MOST_BYTES:
                        raise ProviderDownError(f"{address} answers without end")
        except (ClientError, TimeoutError, ValueError) as error:
            raise ProviderDownError(f"{address}: {type(error).__name__}") from error
        if status in (400, 401, 403):
            raise NotProvenError(f"{address} answered {status}: {bytes(body[:200])!r}")
        try:
            data = json.loads(body)
        except ValueError as error:
            raise ProviderDownError(f"{address} answered {status}, no JSON") from error
        if status != 200 or not isinstance(data, dict):
            raise ProviderDownError(f"{address} answered {status}")
        return data


def _basic(name: str, secret: str) -> str:
    both = f"{quote(name, '')}:{quote(secret, '')}"  # form-encoded first (RFC 6749, 2.3.1)
    return f"Basic {base64.b64encode(both.encode()).decode()}"


def _endpoint(data: Mapping[str, Any], name: str) -> str:
    address = data.get(name)
    if not isinstance(address, str) or not is_safe_address(address):
        raise ProviderDownError(f"the provider has no usable {name}: {address!r}")
    return address
