"""A local OpenID Connect provider: checks what a strict one checks, and can be made to lie."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlencode

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet

from tests.simulators.base import Simulator

CLIENT_ID = "thu-tuc"
CLIENT_SECRET = "bí mật: 100%+"
PERSON = {"sub": "người-1", "email": "lan@xa.gov.vn", "email_verified": True}

Change = Callable[[dict[str, Any]], None]


class IdentityProvider(Simulator):
    """Everybody who comes is `person`; `change` spoils the claims, `signer` the signature."""

    def __init__(self, now: int) -> None:
        super().__init__()
        self.now = now
        self.person: dict[str, Any] = dict(PERSON)
        self.change: Change = lambda claims: None
        self.key = ECKey.generate_key("P-256", {"kid": "khoá-1", "use": "sig"})
        self.signer: Callable[[dict[str, Any]], str] = self._sign
        self.metadata: dict[str, Any] = {}
        self.redirect_uri = ""
        self.exchanged = 0
        self._codes: dict[str, dict[str, str]] = {}

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/.well-known/openid-configuration", self._configuration)
        app.router.add_get("/authorize", self._authorize)
        app.router.add_post("/token", self._token)
        app.router.add_get("/keys", self._keys)

    def sign_with(self, key: Key, algorithm: str) -> None:
        """Sign with another key from now on."""
        header = {"alg": algorithm, "kid": "khoá-1"}
        self.signer = lambda claims: jwt.encode(header, claims, key, algorithms=[algorithm])

    def sign_with_nothing(self) -> None:
        """Give tokens with `alg: none` from now on."""

        self.signer = lambda claims: f"{_json({'alg': 'none'})}.{_json(claims)}."

    def sign_with_public_key_as_secret(self) -> None:
        """Pass the public key off as a shared secret."""
        secret = self.key.as_pem(private=False)

        def sign(claims: dict[str, Any]) -> str:
            text = f"{_json({'alg': 'HS256', 'kid': 'khoá-1'})}.{_json(claims)}"
            return f"{text}.{_base64(hmac.digest(secret, text.encode(), 'sha256'))}"

        self.signer = sign

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "ES256", "kid": "khoá-1"}, claims, self.key)

    async def _configuration(self, _request: web.Request) -> web.Response:
        found = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize?ngon_ngu=vi",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "authorization_response_iss_parameter_supported": True,
        }
        return web.json_response(found | self.metadata)

    async def _authorize(self, request: web.Request) -> web.Response:
        asked = dict(request.query)
        assert asked["ngon_ngu"] == "vi"
        assert (asked["client_id"], asked["response_type"]) == (CLIENT_ID, "code")
        assert asked["redirect_uri"] == self.redirect_uri
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"], "iss": self.url})
        return web.Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{query}"})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        asked = self._codes.pop(str(form["code"]), None)
        verifier = str(form["code_verifier"]).encode()
        challenge = _base64(hashlib.sha256(verifier).digest())
        if asked is None or asked["code_challenge"] != challenge:
            return web.json_response({"error": "invalid_grant"}, status=400)
        if not self._knows(request, dict(form)) or form["redirect_uri"] != self.redirect_uri:
            return web.json_response({"error": "invalid_client"}, status=401)
        self.exchanged += 1
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": self.now,
            "exp": self.now + 300,
            "nonce": asked["nonce"],
        } | self.person
        self.change(claims)
        return web.json_response(
            {"access_token": "x", "token_type": "Bearer", "id_token": self.signer(claims)}
        )

    def _knows(self, request: web.Request, form: dict[str, Any]) -> bool:
        if "post" in str(self.metadata.get("token_endpoint_auth_methods_supported")):
            given = form.get("client_id"), form.get("client_secret")
            return given == (CLIENT_ID, CLIENT_SECRET) and "Authorization" not in request.headers
        given = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        name, _, secret = given.partition(":")
        return (unquote(name), unquote(secret)) == (CLIENT_ID, CLIENT_SECRET)

    async def _keys(self, _request: web.Request) -> web.Response:
        keys = KeySet([self.key]).as_dict(private=False)
        others = [{"kty": "oct", "k": "YQ", "kid": "x"}, {"kty": "RSA", "use": "enc", "n": "?"}]
        return web.json_response({"keys": [*others, *keys["keys"]]})


def _json(data: dict[str, Any]) -> str:
    return _base64(json.dumps(data).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
