"""Codes to scan; every context draws them alike."""

from linli.ui.codes import code_leading_to

__all__ = ["code_leading_to"]
