"""The questions that pages and reports ask about matters."""
