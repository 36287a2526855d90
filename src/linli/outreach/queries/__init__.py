"""What pages and other contexts ask about what is heard outside the office."""
