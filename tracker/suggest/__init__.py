"""Relevance and labels with probabilities and evidence: values in, values out.

    examples ─┐
    taxonomy ─┼─ fit ──▶ Model ── suggest ──▶ Suggested(label, probability, evidence)
    background┘

``passages`` reads words, ``vocabulary`` and ``keywords`` turn them into numbers,
``relevance`` and ``labelling`` learn from those, ``sizes`` needs no learning, ``model``
joins them, ``heldout`` and ``measure`` say how good they are. Importing this loads no scikit-learn.
"""

from tracker.suggest.evidence import Evidence
from tracker.suggest.examples import Example, Training
from tracker.suggest.fitting import fit
from tracker.suggest.model import Model, Suggested

__all__ = ["Evidence", "Example", "Model", "Suggested", "Training", "fit"]
