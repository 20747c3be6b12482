"""The pages and pictures as a PDF on A4, with its Chinese font inside."""

from scheduler.outputs.pdf.document import Printed, codes, write_pdf

__all__ = ["Printed", "codes", "write_pdf"]
