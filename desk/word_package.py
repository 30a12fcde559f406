"""A Word file taken apart: only parts that are text, layout or pictures are kept, and only links between them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

import filetype
from lxml import etree

from desk import papers, pictures
from desk.errors import Invalid

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAIN = "word/document.xml"
TEXTS = ("header", "footer", "footnotes", "endnotes")  # what besides the main part holds words
LAYOUT = ("styles", "numbering", "settings", "theme")
IMAGE = "image"

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT = {"theme": "application/vnd.openxmlformats-officedocument.theme+xml", MAIN: f"{_WORD}.document.main+xml"}

Relations = dict[str, tuple[str, str]]  # id → kind, name of the part


@dataclass
class Package:
    """What is kept of a Word file.

    Attributes:
        trees: XML parts by name, MAIN first.
        kinds: Of the XML parts besides MAIN: one of TEXTS or LAYOUT.
        relations: Of each XML part; whatever points elsewhere or outside is left out.
        images: Pictures of a kind that can be looked at, by name.
    """

    trees: dict[str, etree._Element]
    kinds: dict[str, str] = field(default_factory=dict)
    relations: dict[str, Relations] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """Names of the parts that hold words."""
        return [name for name in self.trees if name == MAIN or self.kinds[name] in TEXTS]


def opened(content: bytes) -> Package:
    """Raises Invalid for what is no Word file as Word saves it by default."""
    parts = papers.parts(content)
    if MAIN not in parts:
        raise Invalid("附件", "不是可以处理的 Word 文件，请另存为 .docx 后再添加")
    package = Package({MAIN: _tree(parts[MAIN])})
    if package.trees[MAIN].tag != f"{W}document":
        raise Invalid("附件", "是“严格”格式的 Word 文件，请另存为普通的 .docx 后再添加")
    waiting = [MAIN]
    while waiting:
        name = waiting.pop()
        package.relations[name] = dict(_kept(package, parts, name))
        for kind, target in package.relations[name].values():
            if kind != IMAGE and target not in package.trees:
                package.trees[target], package.kinds[target] = _tree(parts[target]), kind
                waiting.append(target)
    return package


def saved(package: Package) -> bytes:
    """Return the package as a file that holds what it was opened with and still refers to, and nothing else."""
    parts: dict[str, bytes] = {papers.CONTENT_TYPES: _content_types(package)}
    parts["_rels/.rels"] = _relations({"rId1": ("officeDocument", MAIN)}, "")
    for name, tree in package.trees.items():
        parts[name] = _written(tree)
        used = {value for each in tree.iter() for key, value in each.attrib.items() if key.startswith(R)}
        links = package.relations[name]
        kept = {key: to for key, to in links.items() if key in used or to[0] in (*LAYOUT, "footnotes", "endnotes")}
        if kept:
            parts[_beside(name)] = _relations(kept, posixpath.dirname(name))
            parts |= {to: package.images[to] for kind, to in kept.values() if kind == IMAGE}
    return papers.packed(parts)


def _kept(package: Package, parts: dict[str, bytes], name: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The relations of part *name* that lead to parts of a kind that is kept."""
    if _beside(name) not in parts:
        return
    for each in _tree(parts[_beside(name)]):
        kind = each.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), each.get("Target", ""))).lstrip("/")
        if each.get("TargetMode") == "External" or target not in parts:
            continue
        if kind == IMAGE and filetype.guess_mime(parts[target]) in pictures.FORMATS:
            package.images[target] = parts[target]
            yield each.get("Id", ""), (IMAGE, target)
        elif kind in (*TEXTS, *LAYOUT):
            yield each.get("Id", ""), (kind, target)


def _tree(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise Invalid("附件", "Word 文件已损坏，请另存后再添加") from error
    if tree.getroottree().docinfo.doctype:
        raise Invalid("附件", "不是 Word 保存的文件，请另存为 .docx 后再添加")
    return tree


def _beside(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _relations(kept: Relations, folder: str) -> bytes:
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    for key, (kind, target) in kept.items():
        place = f"/{target}" if folder else target
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=key, Type=f"{_OFFICE}/{kind}", Target=place)
    return _written(root)


def _content_types(package: Package) -> bytes:
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for name, content in package.images.items():
        defaults[posixpath.splitext(name)[1].lstrip(".")] = filetype.guess_mime(content)
    for extension, media in defaults.items():
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=extension, ContentType=media)
    for name in package.trees:
        kind = package.kinds.get(name, name)
        media = _CONTENT.get(kind, f"{_WORD}.{kind}+xml")
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=media)
    return _written(root)


def _written(tree: etree._Element) -> bytes:
    written: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
