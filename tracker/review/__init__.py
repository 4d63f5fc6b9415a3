"""The human step: what waits for a curator, and what deciding it adds to the record."""
