"""The demonstration: the tracker's whole story on one machine, with nobody else's servers."""
