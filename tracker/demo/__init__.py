"""The demonstration: the tracker's whole story on one machine, with nobody else's servers.

`arxiv` and `github` are loopback stand-ins that behave as the services' manuals say; tests
use them as well. `story` tells the story.
"""
