"""Figures of the people of a place: what is registered, and who is enrolled where."""

from linli.people.indicators import networks, registers

__all__ = ["networks", "registers"]
