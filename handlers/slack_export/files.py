"""The files of an export, in a zip or in a folder, read one at a time and never unpacked."""

from __future__ import annotations

import lzma
import os
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.errors import TellUser

# A busy channel's day is a few megabytes; what is larger is no day of Slack's.
LARGEST_FILE = 256 * 1024 * 1024

# What the standard library raises, beside BadZipFile, for zips that somebody damaged.
_NOT_A_ZIP = (zipfile.BadZipFile, NotImplementedError, OverflowError, ValueError, struct.error)
_BAD_ENTRY = (*_NOT_A_ZIP, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError)


class Damaged(Exception):
    """This file cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class File:
    name: str  # from the export's own top folder on
    size: int
    entry: zipfile.ZipInfo | Path


class Files(Protocol):
    """Every file of an export by name, and how to read one."""

    by_name: dict[str, File]
    left_out: Counter[str]

    def read(self, file: File) -> bytes:
        """The file's bytes; raises Damaged."""

    def close(self) -> None: ...


def open_files(path: Path) -> Files:
    """The files of an export; raises TellUser for what cannot be one."""
    try:
        if path.is_dir():
            return _Folder(path)
        if not path.exists():
            raise TellUser(f"There is no file or folder {path}.")
        return _Zip(path)
    except _NOT_A_ZIP as failure:
        raise TellUser(_why_no_zip(path)) from failure
    except OSError as failure:
        raise TellUser(f"{path} cannot be read: {failure.strerror or failure}.") from failure


class _Zip:
    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        found: dict[str, File] = {}
        self.left_out: Counter[str] = Counter()
        for entry in self._zip.infolist():
            if entry.is_dir():
                continue
            if entry.flag_bits & 1:
                self._zip.close()
                raise TellUser(
                    f"{path.name} is protected by a password; unpack it and import the folder."
                )
            _add(found, self.left_out, File(_zip_name(entry), entry.file_size, entry))
        self.by_name = _from_top(found)

    def read(self, file: File) -> bytes:
        assert isinstance(file.entry, zipfile.ZipInfo)
        _refuse_large(file)
        try:
            return self._zip.read(file.entry)
        except _BAD_ENTRY as failure:
            raise Damaged("damaged in the zip") from failure

    def close(self) -> None:
        self._zip.close()


class _Folder:
    def __init__(self, path: Path) -> None:
        found: dict[str, File] = {}
        self.left_out: Counter[str] = Counter()
        top = path.resolve()
        for file in _walk(top):
            # A link may lead anywhere on this machine.
            if file.is_symlink() and not _leads_to(file).is_relative_to(top):
                self.left_out["file: leads out of the export"] += 1
            elif file.is_file():
                name = file.relative_to(top).as_posix()
                _add(found, self.left_out, File(name, file.stat().st_size, file))
        self.by_name = _from_top(found)

    def read(self, file: File) -> bytes:
        assert isinstance(file.entry, Path)
        _refuse_large(file)
        try:
            return file.entry.read_bytes()
        except OSError as failure:
            raise Damaged("cannot be read") from failure

    def close(self) -> None: ...


def _walk(top: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(top):
        folders.sort()
        for name in names:
            yield Path(folder, name)


def _leads_to(link: Path) -> Path:
    return Path(os.path.realpath(link))


def _add(found: dict[str, File], left_out: Counter[str], file: File) -> None:
    parts = [part for part in file.name.split("/") if part not in ("", ".")]
    if file.name.startswith("/") or ".." in parts:
        left_out["file: leads out of the export"] += 1
        return
    if not parts or parts[0] == "__MACOSX" or parts[-1].startswith("."):
        return  # what macOS leaves in every zip and folder
    name = "/".join(parts)
    found[name] = File(name, file.size, file.entry)


def _from_top(found: dict[str, File]) -> dict[str, File]:
    """The same files, named from the folder on that holds channels.json.

    Slack puts it at the top; people who unpack and pack again put one folder around it.
    """
    if "channels.json" in found:
        return found
    tops = [name.removesuffix("channels.json") for name in found if _is_one_down(name)]
    if len(tops) != 1:
        return found
    top = tops[0]
    inside = (file for name, file in found.items() if name.startswith(top))
    return {
        name: File(name, file.size, file.entry)
        for file in inside
        for name in [file.name.removeprefix(top)]
    }


def _is_one_down(name: str) -> bool:
    return name.count("/") == 1 and name.endswith("/channels.json")


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name, with the slips of zip programs put right."""
    name = entry.filename
    if not entry.flag_bits & 0x800:  # not declared as UTF-8, though it often is
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")


def _refuse_large(file: File) -> None:
    if file.size > LARGEST_FILE:
        raise Damaged("larger than any day of Slack's")


def _why_no_zip(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(5)
    if start.startswith(b"PK"):
        return f"{path.name} is a damaged or incomplete zip; download the export again."
    if start == b"From ":
        return f"{path.name} is a mailing list's archive; Burley reads Slack exports only."
    return f"{path.name} is not a Slack export: that is a zip or a folder with channels.json in it."
