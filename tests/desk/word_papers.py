"""Word files with words in every place where Word keeps them; the people are made up."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.files import repacked

WORDS = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
NAME, ID, PHONE = "武松某", "341825190001010018", "13900000001"


def plain(*paragraphs) -> bytes:
    return saved(_with(paragraphs))


def saved(document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def split_runs(*runs) -> bytes:
    """One paragraph whose words are broken over differently formatted runs."""
    document = Document()
    paragraph = document.add_paragraph()
    for at, text in enumerate(runs):
        paragraph.add_run(text).bold = bool(at % 2)
    return saved(document)


def inside(xml: str, *, name=NAME) -> bytes:
    """A paper that names NAME once in the open, and has *xml* as children of a further paragraph."""
    document = _with([f"申请人：{name}"])
    paragraph = document.add_paragraph()._p
    for child in parse_xml(f"<w:p {nsdecls('w', 'wp', 'a', 'r', 'pic')} {MORE}>{xml}</w:p>"):
        paragraph.append(child)
    return saved(document)


MORE = (
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:v='urn:schemas-microsoft-com:vml' "
    "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "
    "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
)


def _run(text) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


HIDDEN_PLACES = {  # where a word may stand that nobody sees
    "删除的修订": f"<w:del w:id='1' w:author='{NAME}'><w:r><w:delText>{NAME}</w:delText></w:r></w:del>",
    "移走的文字": f"<w:moveFrom w:id='2' w:author='甲'>{_run(NAME)}</w:moveFrom>",
    "隐藏文字": f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{NAME}</w:t></w:r>",
    "域代码": "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    f"<w:r><w:instrText>HYPERLINK \"mailto:{NAME}\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>",
    "书签名": f"<w:bookmarkStart w:id='3' w:name='{NAME}'/><w:bookmarkEnd w:id='3'/>",
    "内容控件": f"<w:sdt><w:sdtPr><w:alias w:val='{NAME}'/></w:sdtPr>"
    f"<w:sdtContent>{_run('可见')}</w:sdtContent></w:sdt>",
    "编辑权限": f"<w:permStart w:id='4' w:ed='{NAME}'/>",
    "格式修订的作者": f"<w:r><w:rPr><w:rPrChange w:id='5' w:author='{NAME}'><w:rPr/></w:rPrChange></w:rPr>"
    "<w:t>可见</w:t></w:r>",
    "旧版替身": f"<mc:AlternateContent><mc:Fallback>{_run(NAME)}</mc:Fallback></mc:AlternateContent>",
    "图片的替代文字": f"<w:r><w:drawing><wp:inline><wp:docPr id='1' name='图' descr='{NAME}' title='{NAME}'/>"
    "<a:graphic><a:graphicData uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'>"
    "<wps:wsp/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
    "图表": "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/chart'>"
    f"<a:t>{NAME}</a:t></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
    "拼音": f"<w:r><w:ruby><w:rt>{_run(NAME)}</w:rt><w:rubyBase>{_run('可见')}</w:rubyBase></w:ruby></w:r>",
}
OPEN_PLACES = {  # where everybody sees it
    "插入的修订": f"<w:ins w:id='1' w:author='甲'>{_run(NAME)}</w:ins>",
    "移来的文字": f"<w:moveTo w:id='2' w:author='甲'>{_run(NAME)}</w:moveTo>",
    "链接": f"<w:hyperlink r:id='rId999'>{_run(NAME)}</w:hyperlink>",
    "内容控件": f"<w:sdt><w:sdtContent>{_run(NAME)}</w:sdtContent></w:sdt>",
    "公式": f"<m:oMath><m:r><m:t>{NAME}</m:t></m:r></m:oMath>",
    "文本框": "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    f"<w:p>{_run(NAME)}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    "艺术字": f"<w:r><w:pict><v:shape><v:textpath string='{NAME}'/></v:shape></w:pict></w:r>",
    "分在两段格式里": _run(NAME[:1]) + _run(NAME[1:]),
    "中间有修订标记": f"{_run(NAME[:1])}<w:del w:id='6' w:author='甲'><w:r><w:delText>x</w:delText></w:r></w:del>"
    f"{_run(NAME[1:])}",
    "中间有软连字符": f"<w:r><w:t>{NAME[:1]}</w:t><w:softHyphen/><w:t>{NAME[1:]}</w:t></w:r>",
    "中间有空格": _run(f"{NAME[:1]}　{NAME[1:]}"),
}


def everywhere() -> bytes:
    """NAME in body, table, header, footer, footnote, comment, properties, custom XML and a style's name."""
    document = _with([f"申请人：{NAME}，身份证号码{ID}"])
    table = document.add_table(1, 18)
    for cell, digit in zip(table.rows[0].cells, ID, strict=True):
        cell.text = digit
    document.add_table(1, 1).rows[0].cells[0].text = f"户主{NAME}"
    document.sections[0].header.paragraphs[0].text = f"{NAME}信访材料"
    document.sections[0].footer.paragraphs[0].text = f"联系人{NAME}，{PHONE}"
    document.add_comment(document.paragraphs[0].runs, text=f"{NAME}来过", author=NAME)
    document.core_properties.author = document.core_properties.title = NAME
    document.styles.add_style(f"{NAME}样式", 1)
    content = repacked(saved(document), "customXml/item1.xml", f"<x>{NAME}</x>".encode())
    return repacked(content, "docProps/thumbnail.jpeg", NAME.encode())


def hidden_by_style() -> bytes:
    document = _with([f"申请人：{NAME}"])
    base = document.styles.add_style("Base", 1)
    base.font.hidden = True
    document.styles.add_style("Derived", 1).base_style = base
    document.add_paragraph(f"看不见的{NAME}", style="Derived")
    return saved(document)


def deleted_row() -> bytes:
    document = _with([f"申请人：{NAME}"])
    row = document.add_table(1, 1).rows[0]
    row.cells[0].text = f"删去的{NAME}"
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:del {WORDS} w:id='9' w:author='甲'/>"))
    return saved(document)


def with_picture(picture: bytes, *, cropped=False) -> bytes:
    document = _with([f"申请人：{NAME}"])
    document.add_picture(BytesIO(picture))
    if cropped:
        blip = next(document.element.iter(qn("a:blip")))
        blip.addnext(parse_xml(f"<a:srcRect {nsdecls('a')} l='50000'/>"))
    return saved(document)


def page_number() -> bytes:
    """A footer with a page number, and one taken from the properties."""
    document = _with([f"申请人：{NAME}"])
    footer = document.sections[0].footer.paragraphs[0]._p
    for code in ("PAGE", "AUTHOR"):
        footer.append(parse_xml(f"<w:fldSimple {WORDS} w:instr=' {code} '><w:r><w:t>1</w:t></w:r></w:fldSimple>"))
    return saved(document)


def _with(paragraphs):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document
