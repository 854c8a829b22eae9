"""Score predicted documents against gold: counts, intervals, comparisons, baselines, reports.

>>> from evaluation import evaluate
>>> result = evaluate(gold_documents, predicted_documents)      # doctest: +SKIP
>>> result.score("entities", "strict", "ORG").f1                # doctest: +SKIP
"""

from evaluation.counts import Score
from evaluation.result import Evaluation
from evaluation.scoring import evaluate

__all__ = ["Evaluation", "Score", "evaluate"]
