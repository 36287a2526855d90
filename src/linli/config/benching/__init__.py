"""The bench: what each request costs, measured in a database of its own."""
