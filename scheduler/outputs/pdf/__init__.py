"""The pages and pictures as a PDF on A4, with its Chinese font inside."""

from scheduler.outputs.pdf.document import codes, write_pdf

__all__ = ["codes", "write_pdf"]
