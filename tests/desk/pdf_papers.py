"""PDF files as a browser prints them, and as they come broken; the people are made up."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

HTML = """<meta charset="utf-8"><style>p { width: 9em } .turned { transform: rotate(20deg); width: 9em }
.upright { writing-mode: vertical-rl; height: 6em } .next { page-break-before: always }</style>
<h1>申请人：武松某</h1><div>身份证号码341825190001010018，住旌德县旌阳镇阳光花园3栋2单元301室</div>
<p>折行的号码在这里面是139 0000 0001共十一位</p><div class="turned">武松某</div><div class="upright">武松某说</div>
<div class="next">第二页没有姓名</div>"""


def printed(folder: Path) -> bytes:
    """HTML as Chromium prints it, without a driver: tests that drive a browser may run in the same process."""
    path = shutil.which("chromium")
    assert path, "没有找到 chromium：请安装后再运行测试"
    page, paper = folder / "page.html", folder / "page.pdf"
    page.write_text(HTML, encoding="utf-8")
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/user")
    subprocess.run(
        [path, *quiet, f"--print-to-pdf={paper}", page.as_uri()], check=True, capture_output=True, timeout=120
    )
    return paper.read_bytes()


def scanned(pages=1, *, size=(595, 842)) -> bytes:
    """Pages that are pictures, without text."""
    document = pypdfium2.PdfDocument.new()
    jpeg = BytesIO()
    Image.new("RGB", (60, 80), "white").save(jpeg, "JPEG")
    for _ in range(pages):
        page = document.new_page(*size)
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(BytesIO(jpeg.getvalue()), inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(*size))
        page.insert_obj(image)
        page.gen_content()
        page.close()
    file = BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


def turned(content: bytes, degrees: int) -> bytes:
    """The same with every page turned, as scanners do."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        page.set_rotation(degrees)
        page.close()
    file = BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()
