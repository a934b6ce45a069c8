"""What the tests of slides and workbook look for in a file: its parts, also those inside the sheets of charts."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree


def parts(archive: bytes, inside: str = "") -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every part, and of the parts of packages within."""
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        for name in package.namelist():
            yield inside + name, package.read(name)
            if name.endswith(".xlsx"):
                yield from parts(package.read(name), f"{inside}{name}!")


def documents(archive: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Every part that is XML, parsed: a part that is not well-formed raises."""
    for name, data in parts(archive):
        if name.endswith((".xml", ".rels")):
            yield name, etree.fromstring(data)


def outside(archive: bytes) -> list[str]:
    """Relationships that lead out of the file, and links of any kind."""
    found = []
    for name, root in documents(archive):
        for element in root.iter():
            if element.get("TargetMode") == "External" or etree.QName(element).localname in (
                "hyperlink", "hlinkClick", "hlinkHover", "externalReference"
            ):  # fmt: skip
                found.append(f"{name}: {etree.tostring(element)[:200]!r}")
    return found


def formulas(archive: bytes) -> list[str]:
    """Parts of sheets that hold a formula."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"
    return [name for name, root in documents(archive)
            if "/worksheets/" in name and next(root.iter(space), None) is not None]  # fmt: skip


def dates(archive: bytes) -> set[tuple[int, ...]]:
    """Dates of the members of the archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        return {info.date_time for info in package.infolist()}


def days(archive: bytes) -> set[str]:
    """Days written in the properties of the file and of the files within."""
    return {
        element.text[:10]
        for name, root in documents(archive)
        if name.endswith("core.xml")
        for element in root
        if etree.QName(element).localname in ("created", "modified") and element.text
    }
