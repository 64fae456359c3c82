"""With what Burley signs in to GitHub: a token, or the id and private key of a GitHub App."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.settings import Secrets, WrongSettings

NO_KEY = (
    "GITHUB_APP_PRIVATE_KEY is missing: make a private key under General of your GitHub App, and "
    "put the file's text there or its path into GITHUB_APP_PRIVATE_KEY_FILE."
)


@dataclass(frozen=True, slots=True)
class App:
    """A GitHub App: its id (or client id) and its private key."""

    id: str
    key: RSAPrivateKey = field(repr=False)


def credentials(secrets: Secrets) -> str | App | None:
    """The token or the App of the secrets, None without either; WrongSettings says what to mend."""
    if not _is_address(secrets.github_api_url):
        raise WrongSettings("GITHUB_API_URL is no address such as https://api.github.com.")
    key = _key(secrets)
    if secrets.github_app_id is None and key is None:
        if secrets.github_token is None:
            return None
        return _token(secrets.github_token.get_secret_value())
    if secrets.github_token is not None:
        raise WrongSettings(
            "Both GITHUB_TOKEN and a GitHub App are set: remove GITHUB_TOKEN to use the App."
        )
    if secrets.github_app_id is None:
        raise WrongSettings(
            "GITHUB_APP_ID is missing: it stands under General of your GitHub App, as App ID."
        )
    if key is None:
        raise WrongSettings(NO_KEY)
    return App(str(secrets.github_app_id), _parsed(key))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _token(token: str) -> str:
    # The HTTP library would put such a token into the text of its error.
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise WrongSettings("GITHUB_TOKEN holds signs that no token has: copy it again.")
    return token


def _key(secrets: Secrets) -> str | None:
    if secrets.github_app_private_key is not None:
        return secrets.github_app_private_key.get_secret_value()
    if secrets.github_app_private_key_file is None:
        return None
    return _read(secrets.github_app_private_key_file)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as problem:
        raise WrongSettings(
            f"GITHUB_APP_PRIVATE_KEY_FILE: {path} cannot be read ({problem.strerror})."
        ) from None
    except UnicodeDecodeError:
        return ""


def _parsed(pem: str) -> RSAPrivateKey:
    # In an .env file a key often stands in one line, its line ends written as \n.
    text = pem.replace("\\n", "\n").encode()
    try:
        key = load_pem_private_key(text, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise WrongSettings(
            "The GitHub App's private key is no RSA key in PEM, whose first line is "
            "-----BEGIN RSA PRIVATE KEY-----: make another under General of your GitHub App."
        )
    return key
