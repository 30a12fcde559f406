"""Takes out of a Word file all that its reader does not see: deleted, hidden, commented, linked, embedded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from desk.word_package import IMAGE, LAYOUT, TEXTS, Package, R, W

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"

CHARTS, PICTURES = "图表、SmartArt 或内嵌对象", "无法查看、裁剪过或不保留的图片"

_WORDS_DROPPED = (
    "del moveFrom delText delInstrText moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd "
    "customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd "
    "customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd "
    "commentRangeStart commentRangeEnd commentReference annotationRef bookmarkStart bookmarkEnd permStart permEnd "
    "proofErr control subDoc ffData rt sdtPr sdtEndPr smartTagPr customXmlPr contentPart fldData softHyphen "
    "rPrChange pPrChange sectPrChange tblPrChange tblGridChange tcPrChange trPrChange tblPrExChange numberingChange "
    "cellIns cellMerge numPicBullet lvlPicBulletId"
)
DROPPED = (
    *(f"{W}{name}" for name in _WORDS_DROPPED.split()),
    *(f"{A}{name}" for name in ("hlinkClick", "hlinkHover", "extLst")),
    f"{MC}Fallback",
)
EMBEDDED = (f"{W}object", f"{W}altChunk")
UNWRAPPED = tuple(
    f"{W}{name}" for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple")
)
HIDING = tuple(f"{W}{name}" for name in ("vanish", "specVanish", "webHidden"))
DRAWN = ("/picture", "/wordprocessingShape", "/wordprocessingGroup", "/wordprocessingCanvas")
DESCRIBING = ("descr", "title", "alt", "href", "tooltip")
_LAYOUT_SETTINGS = (
    "defaultTabStop evenAndOddHeaders mirrorMargins characterSpacingControl noLineBreaksAfter noLineBreaksBefore "
    "footnotePr endnotePr compat themeFontLang clrSchemeMapping decimalSymbol listSeparator autoHyphenation"
)
SETTINGS = {f"{W}{name}" for name in _LAYOUT_SETTINGS.split()}
_PAGE = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b")


def clean(package: Package, *, with_pictures: bool) -> Counter[str]:
    """Change *package* in place; return how many charts and pictures were taken out."""
    removed: Counter[str] = Counter()
    hiding = _hiding_styles(package)
    for name, tree in package.trees.items():
        if name in package.texts:
            _clean_text(tree, hiding)
            removed[CHARTS] += _remove_embedded(tree)
            removed[PICTURES] += _remove_pictures(package, name, with_pictures)
        elif package.kinds[name] == "settings":
            _remove(each for each in list(tree) if each.tag not in SETTINGS)
        _remove(list(tree.iter(*DROPPED, *HIDING)))
        _remove_links(package, name)
    return +removed


def _clean_text(tree: etree._Element, hiding: set[str]) -> None:
    _remove([mark.getparent().getparent() for mark in tree.iter(f"{W}del") if mark.getparent().tag == f"{W}trPr"])
    _remove([mark.getparent().getparent() for mark in tree.iter(f"{W}cellDel")])
    _remove(list(_hidden_runs(tree, hiding)))
    _remove(list(_fields(tree)))
    for each in list(tree.iter(*UNWRAPPED)):
        if not _PAGE.match(each.get(f"{W}instr", "")):
            _unwrap(each)
    for each in tree.iter():
        for key in [key for key in each.attrib if etree.QName(key).localname in DESCRIBING]:
            del each.attrib[key]


def _hiding_styles(package: Package) -> set[str]:
    """Ids of styles that hide their text, or are based on one that does."""
    styles = [
        style
        for name, kind in package.kinds.items()
        if kind == "styles"
        for style in package.trees[name].iter(f"{W}style")
    ]
    hiding = {style.get(f"{W}styleId") for style in styles if _hides(style.find(f"{W}rPr"))}
    based = {style.get(f"{W}styleId"): _value(style.find(f"{W}basedOn")) for style in styles}
    while more := {key for key, base in based.items() if base in hiding} - hiding:
        hiding |= more
    return hiding


def _hidden_runs(tree: etree._Element, hiding: set[str]) -> Iterator[etree._Element]:
    for run in tree.iter(f"{W}r"):
        own = run.find(f"{W}rPr")
        paragraph = next(run.iterancestors(f"{W}p"), None)
        styles = {_value(own.find(f"{W}rStyle"))} if own is not None else set()
        styles |= {_value(paragraph.find(f"{W}pPr/{W}pStyle"))} if paragraph is not None else set()
        if _hides(own) or styles & hiding:
            yield run


def _hides(properties: etree._Element | None) -> bool:
    marks = [] if properties is None else [properties.find(tag) for tag in HIDING]
    return any(mark is not None and _value(mark) not in ("0", "false", "off") for mark in marks)


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _fields(tree: etree._Element) -> Iterator[etree._Element]:
    """What makes fields of plain text, except page numbers: their codes may hold words, and Word may fill them anew."""
    open_fields: list[list[etree._Element]] = []
    for each in tree.iter(f"{W}fldChar", f"{W}instrText"):
        kind = each.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append([])
        if not open_fields:
            yield each
            continue
        open_fields[-1].append(each)
        if kind == "end":
            field = open_fields.pop()
            code = "".join(part.text or "" for part in field if part.tag == f"{W}instrText")
            yield from [] if _PAGE.match(code) else field
    for field in open_fields:
        yield from field


def _remove_embedded(tree: etree._Element) -> int:
    drawings = [
        drawing
        for drawing in tree.iter(f"{W}drawing")
        if any(not data.get("uri", "").endswith(DRAWN) for data in drawing.iter(f"{A}graphicData"))
    ]
    return _remove([*drawings, *tree.iter(*EMBEDDED)])


def _remove_pictures(package: Package, name: str, with_pictures: bool) -> int:
    """Those that cannot be looked at; a cropped one still holds what was cut off."""
    unfit = []
    for picture in package.trees[name].iter(f"{PIC}pic", f"{V}imagedata"):
        blip = picture if picture.tag == f"{V}imagedata" else picture.find(f".//{A}blip")
        link = None if blip is None else blip.get(f"{R}embed") or blip.get(f"{R}id")
        crop = picture.find(f".//{A}srcRect")
        cropped = any(key.startswith("crop") for key in picture.attrib) or (crop is not None and len(crop.attrib) > 0)
        if not with_pictures or cropped or link not in package.relations[name]:
            unfit.append(_whole(picture))
    return _remove(unfit)


def _whole(picture: etree._Element) -> etree._Element:
    """The drawing a picture stands in alone, or the picture in a group."""
    parent = picture.getparent()
    alone = parent.tag == f"{A}graphicData"
    return next(picture.iterancestors(f"{W}drawing"), picture) if alone else picture


def _remove_links(package: Package, name: str) -> None:
    """Elements that refer to what is not kept, or to a picture from anywhere but a picture."""
    links = package.relations[name]
    for each in list(package.trees[name].iter()):
        for key in [key for key in each.attrib if key.startswith(R)]:
            kind = links.get(each.get(key), ("", ""))[0]
            is_picture = (
                each.tag in (f"{A}blip", f"{V}imagedata") and next(each.iterancestors(W + "r"), None) is not None
            )
            if not (kind in (*TEXTS, *LAYOUT) or (kind == IMAGE and is_picture)):
                _remove([each])
                break


def _remove(elements: Iterator[etree._Element] | list[etree._Element]) -> int:
    count = 0
    for each in list(elements):
        if each.getparent() is not None:
            each.getparent().remove(each)
            count += 1
    return count


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)
