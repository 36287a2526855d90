"""How linli is put together: settings, addresses, and the reactions between contexts."""
