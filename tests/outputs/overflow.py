"""Whether anything on a sheet of the PDF leaves its box or the sheet."""

from scheduler.outputs.pages import Booklet, Page
from scheduler.outputs.pdf.document import _sheets  # pyright: ignore[reportPrivateUsage]
from scheduler.outputs.pdf.letters import Letters
from scheduler.outputs.pdf.sheets import MARGIN, paper


def outside(page: Page, letters: Letters, booklet: Booklet) -> list[str]:
    """Lines of text of a page that leave their box or the sheet."""
    found: list[str] = []
    for sheet, wide in _sheets(letters, page, booklet):
        across, down = paper(wide)
        for top, block in sheet:
            for box in block.boxes:
                fits = all(letters.width(text, box.size) <= box.width + 0.5 for text in box.lines)
                fits &= len(box.lines) * box.size * 1.2 <= box.height + 0.5
                fits &= box.x >= 0 and box.x + box.width <= across - 2 * MARGIN + 0.5
                fits &= MARGIN + top + box.y + box.height <= down - 20
                if not fits:
                    found.append(" ".join(box.lines) or repr(box))
    return found
