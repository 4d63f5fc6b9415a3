"""Adopts a hand-written awesome list: its entries, the works they name, labels kept beside it."""
