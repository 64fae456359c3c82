"""Private data that is no secret: what a community's settings want kept out of issues."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.triage.secrets.spans import Span, lowered


@dataclass(frozen=True, slots=True)
class Privacy:
    emails: bool = False
    public_ips: bool = False
    # Domain suffixes of hosts nobody outside should hear of: "corp.example", ".internal.example".
    internal_hosts: tuple[str, ...] = ()
    phones: bool = False
    cards: bool = False

    def spans(self, text: str) -> Iterator[Span]:
        if self.emails and "@" in text:
            yield from _emails(text)
        if self.public_ips:
            yield from _ipv4(text)
            yield from _ipv6(text)
        if self.internal_hosts:
            yield from _hosts(text, self.internal_hosts)
        if self.phones:
            yield from _phones(text)
        if self.cards:
            yield from _cards(text)


EMAIL = "e-mail address"
IP = "public IP address"
HOST = "internal host name"
PHONE = "phone number"
CARD = "card number"
KINDS = (EMAIL, IP, HOST, PHONE, CARD)

AT = re.compile(
    r"(?<![\w.%+/@-])(?P<local>[A-Za-z0-9][\w.%+-]{0,63})@"
    r"(?P<domain>(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,8}(?P<top>[A-Za-z]{2,24}))(?![\w@])"
)
# git@github.com:org/repo is an address of a repository; getty@tty1.service a systemd unit.
NOT_PEOPLE = frozenset({"git"})
NO_DOMAINS = """
cluster device internal lan local mount path scope service slice socket svc target timer
"""
NOT_DOMAINS = frozenset(NO_DOMAINS.split())


def _emails(text: str) -> Iterator[Span]:
    for found in AT.finditer(text):
        if found["local"] not in NOT_PEOPLE and found["top"].lower() not in NOT_DOMAINS:
            yield Span(*found.span(), EMAIL)


DOTTED = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
SAID_VERSION = re.compile(
    r"(?i)(?:versions?|release|chart|tag|upgrad\w{1,3}|v|build|kernel|rev|zfs|lvm2?|driver|firmware"
    r"|[\w/-]{2,40}[-:]v?|==|>=|<=|~>|\^)[\s\"':=]{0,3}(?:to |from |is )?$"
)
SAID_ADDRESS = re.compile(
    r"(?i)(?:\bip|addr\w{0,4}|host|server|node|peer|remote|client|gateway|dns|nameserver|endpoint"
    r"|dial tcp|udp|tcp|://|@|listen\w{0,3}|connect\w{0,4}|ping|from|to|at|via|inet)[\s\"'\[(:=]{0,3}$"
)
RESOLVERS = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9"})


def _ipv4(text: str) -> Iterator[Span]:
    for found in DOTTED.finditer(text):
        try:
            address = ipaddress.IPv4Address(found.group())
        except ValueError:
            continue
        if not address.is_global or address.is_multicast:
            continue
        if not _is_version(text, found, [int(part) for part in found.group().split(".")]):
            yield Span(*found.span(), IP)


def _is_version(text: str, found: re.Match[str], numbers: list[int]) -> bool:
    """Whether four numbers are a version: by what stands before them, else by their size."""
    if found.group() in RESOLVERS:
        return False
    before = text[max(0, found.start() - 24) : found.start()]
    after = text[found.end() : found.end() + 1]
    if after in ":/" and after and text[found.end() + 1 : found.end() + 2].isdigit():
        return False
    if SAID_ADDRESS.search(before) and not SAID_VERSION.search(before):
        return max(numbers) < 20 and numbers[3] == 0
    if SAID_VERSION.search(before):
        return max(numbers[:3]) < 100
    return max(numbers) <= 20 or (numbers[3] == 0 and max(numbers) < 100)


# Global unicast only, its first group whole: a WWN or a MAC has groups of two digits.
COLONS = re.compile(r"(?<![\w:.])[23][0-9a-fA-F]{3}:[0-9a-fA-F:]{2,34}(?![\w:])")


def _ipv6(text: str) -> Iterator[Span]:
    for found in COLONS.finditer(text):
        candidate = found.group()
        try:
            address = ipaddress.IPv6Address(candidate)
        except ValueError:
            continue
        if address.is_global:
            yield Span(*found.span(), IP)


LABELS = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.){1,12}$|^$")
LONGEST_NAME = 253


def _hosts(text: str, suffixes: tuple[str, ...]) -> Iterator[Span]:
    ends = [re.escape(suffix.lower().strip(".")) for suffix in suffixes if suffix.strip(".")]
    low = lowered(text)
    after = 0
    for found in re.finditer(rf"(?<![\w-])(?:{'|'.join(ends)})(?![\w-]|\.\w)", low) if ends else ():
        floor = max(after, found.start() - LONGEST_NAME)
        labels = LABELS.search(text, floor, found.start())
        start = labels.start() if labels and labels.group() else found.start()
        after = found.end()
        yield Span(start, after, HOST)


TELEPHONE = re.compile(
    r"(?<![\w.+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)|\d{1,4})(?:[ .-]\d{2,8}){1,4}"
    r"|\(\d{3,5}\)[ -]?\d{3,4}[ .-]\d{4}|\d{3}-\d{3}-\d{4}|0\d{2,4}[ /]\d{3,4}[ -]\d{3,5})"
    r"(?![\w-]|\.\d)"
)


def _phones(text: str) -> Iterator[Span]:
    for found in TELEPHONE.finditer(text):
        if 8 <= sum(character.isdigit() for character in found.group()) <= 15:
            yield Span(*found.span(), PHONE)


PLASTIC = re.compile(
    r"(?<![\w.+-])[2-6]\d{3}(?:([ -]?)\d{4}\1\d{4}\1\d{1,7}|[ -]?\d{6}[ -]?\d{4,5})(?![\w-]|\.\d)"
)
ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15})|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}|(?:6011|65\d\d|64[4-9]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}"
    r"|35(?:2[89]|[3-8]\d)\d{12}"
)


def _cards(text: str) -> Iterator[Span]:
    for found in PLASTIC.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if ISSUERS.fullmatch(digits) and _luhn(digits):
            yield Span(*found.span(), CARD)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
