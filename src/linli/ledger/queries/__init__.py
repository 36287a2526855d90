"""What pages and other contexts ask of the ledger."""
