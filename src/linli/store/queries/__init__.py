"""What pages and other contexts ask about the store."""
