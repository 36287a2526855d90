"""What may happen outside the office, as plain data. No Django here."""
