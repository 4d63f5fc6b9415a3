"""Relevance and labels with probabilities and evidence: values in, values out.

    examples ─┐
    taxonomy ─┼─ fit ──▶ Model ── suggest ──▶ Suggested(label, probability, evidence)
    background┘

``passages`` reads words, ``vocabulary`` and ``keywords`` turn them into numbers,
``relevance`` and ``labelling`` learn from those, ``sizes`` needs no learning, ``model``
joins them, ``measure`` says how good they are. Importing this loads no scikit-learn.
"""

from tracker.suggest.evidence import Evidence
from tracker.suggest.examples import Example, Training
from tracker.suggest.measure import measure
from tracker.suggest.model import Model, Suggested, fit

__all__ = ["Evidence", "Example", "Model", "Suggested", "Training", "fit", "measure"]
