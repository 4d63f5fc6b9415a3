"""One thread at a time: what a model computes must not depend on how many cores there are."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


def alone(work: Callable[Given, Made]) -> Callable[Given, Made]:
    """The same function, but while it runs BLAS and OpenMP have one thread.

    They split sums among their threads, so with another number of them the last digits differ;
    and on matrices as small as ours the threads mostly wait, which counts as CPU time.
    """

    @wraps(work)
    def limited(*given: Given.args, **named: Given.kwargs) -> Made:
        with _libraries().limit(limits=1):
            return work(*given, **named)

    return limited


@lru_cache(maxsize=1)
def _libraries() -> Any:
    """The thread pools of numpy, scipy and scikit-learn, found once."""
    import sklearn.linear_model  # noqa: F401  # the pools are known once they are loaded
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()
