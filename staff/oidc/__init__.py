"""Sign-in with the account of the office's identity provider (OpenID Connect)."""
