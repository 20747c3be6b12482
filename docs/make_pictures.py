"""Makes the pictures of the guides, docs/pictures/*.png, from a school under instances/ and its stored plan.

    python docs/make_pictures.py

Needs LibreOffice (``soffice``), Chromium and poppler (``pdftotext``, ``pdftoppm``) on the path, and a Chinese font for
the page in Chromium. Made-up people only: the schools under instances/ hold no others.
"""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from scheduler.cli.app import run as command

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PLAN = ROOT / "solutions" / "xincheng-second-primary"
DAY = "2026-09-09"
COLOURS = 32
WIDE = 900
#: File in docs/pictures, the document it is taken from, words by which its page is known, the part of its width to show.
PAGES = (
    ("notes.png", "school.pdf", "这个工作簿是", 1.0),
    ("workbook.png", "school.pdf", "活动编号", 0.6),
    ("class.png", "plan.pdf", "301班 课后服务课表", 1.0),
    ("slips.png", "plan.pdf", "周春辰 ", 1.0),
    ("club.png", "plan.pdf", "手工制作（1班） 周三 名单与签到表", 1.0),
    ("duty.png", "plan.pdf", "本学期值班表", 1.0),
    ("day.png", "plan.pdf", "日督导记录", 1.0),
    ("choices.png", "plan.pdf", "志愿录取情况", 1.0),
    ("hours.png", "hours.pdf", "新城二小：2026-09-01 至 2026-09-30 课时统计 · 个人", 0.55),
)


def run(*words: str | Path) -> str:
    """What a program prints. Raises CalledProcessError where it fails."""
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def kehou(*words: str | Path) -> None:
    """A command of ours, in Chinese. Raises RuntimeError where it fails."""
    code = command([*(str(word) for word in words), "--lang", "zh"])
    if code:
        raise RuntimeError(f"kehou {words[0]}: {code}")


def documents(folder: Path) -> None:
    """Everything that pictures are taken from."""
    kehou("init", folder / "school.xlsx")
    kehou("export", PLAN, "--out", folder / "plan.pdf", "--date", DAY)
    kehou("export", PLAN, "--out", folder / "plan.html", "--date", DAY)
    kehou("hours", PLAN, "--month", DAY[:7], "--out", folder / "hours.xlsx", "--quiet")
    for name in ("school", "hours"):
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, folder / f"{name}.xlsx")


def page_of(document: Path, words: str) -> int:
    """The first page of a PDF whose first line begins with these words. Raises ValueError where there is none."""
    for number, text in enumerate(run("pdftotext", "-layout", document, "-").split("\f"), 1):
        if text.strip().startswith(words):
            return number
    raise ValueError(f"{document.name}: {words}")


def save(picture: Image.Image, name: str, share: float = 1.0) -> None:
    """A picture, or the left ``share`` of it, without its white margins, no wider than the guide needs, in few colours."""
    plain = picture.convert("RGB").crop((0, 0, round(picture.width * share), picture.height))
    box = ImageChops.difference(plain, Image.new("RGB", plain.size, "white")).getbbox()
    if box:
        plain = plain.crop(
            (max(0, box[0] - 12), max(0, box[1] - 12), min(plain.width, box[2] + 12), min(plain.height, box[3] + 12))
        )
    if plain.width > WIDE:
        plain = plain.resize((WIDE, round(plain.height * WIDE / plain.width)), Image.Resampling.LANCZOS)
    few = plain.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / name, optimize=True)


def make(folder: Path) -> None:
    """All pictures, by way of a folder for what they are taken from."""
    documents(folder)
    for name, document, words, share in PAGES:
        page = str(page_of(folder / document, words))
        run("pdftoppm", "-r", "150", "-png", "-singlefile", "-f", page, "-l", page, folder / document, folder / "page")
        save(Image.open(folder / "page.png"), name, share)
    shot = folder / "web.png"
    run(
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *("--window-size=1200,900", f"--screenshot={shot}", (folder / "plan.html").as_uri()),
    )
    save(Image.open(shot), "web.png")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        make(Path(name))
