"""The base page, its parts, the icons, and how a view answers."""
