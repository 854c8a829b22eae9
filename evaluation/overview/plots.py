"""Plots of experiments as SVG, drawn with matplotlib (in the extra ``train``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import Any

from annotations.errors import InputError
from evaluation.intervals import over_seeds
from evaluation.overview.experiments import by_documents
from evaluation.overview.page import fingerprint

Row = dict[str, Any]
_STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "congbao", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3,
          "axes.spines.top": False, "axes.spines.right": False}


def draw(kind: str, found: Row) -> str:
    """The plot of an experiment.

    Args:
        kind: one of :data:`evaluation.overview.page.PLOTTED`.
        found: its JSON.

    Returns:
        SVG; its description is the fingerprint of the JSON.

    Raises:
        InputError: matplotlib is not installed.
    """
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError("plots need matplotlib", hint="pip install 'congbao[train]'") from None
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(7, 4), layout="constrained")
        _PLOTS[kind](figure.subplots(), found)
        out = StringIO()
        metadata = {"Date": None, "Description": fingerprint(found)}
        figure.savefig(out, format="svg", metadata=metadata)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _learning_curve(axes: Any, found: Row) -> None:
    shares = by_documents(found)
    labels = dict.fromkeys(label for points in shares.values() for point in points for label in point["f1"])
    for label in labels:
        means = [_spread([point["f1"].get(label) for point in points])[0] for points in shares.values()]
        axes.plot(list(shares), means, linewidth=1, alpha=0.7, label=label)
    runs = [_spread([point["overall"] for point in points]) for points in shares.values()]
    axes.errorbar(list(shares), [mean for mean, _ in runs], yerr=[sd for _, sd in runs], color="black", linewidth=2,
                  marker="o", capsize=3, label="overall")
    axes.set_xscale("log", base=2)
    axes.set_xticks(list(shares), [str(documents) for documents in shares])
    axes.minorticks_off()
    axes.set(xlabel="training documents", ylabel=f"F1 on {found['gold']}", ylim=(0, 1))
    axes.figure.legend(loc="outside right upper", frameon=False)


def _bakeoff(axes: Any, found: Row) -> None:
    for row in found["rows"]:
        mean, sd = _spread(row["overall"])
        axes.errorbar(row["syllables_per_second"], mean, yerr=sd, marker="o", capsize=3, linestyle="none")
        axes.annotate(row["system"], (row["syllables_per_second"], mean), xytext=(5, 5), textcoords="offset points")
    axes.set_xscale("log")
    axes.margins(x=0.25, y=0.15)
    axes.set(xlabel="syllables per second, one process", ylabel="F1, all nine labels")


def _spread(values: Sequence[float | None]) -> tuple[float, float]:
    row = over_seeds([{"": value} for value in values])[""]
    mean, sd = row["mean"], row["sd"]
    return float("nan") if mean is None else mean, sd or 0.0


_PLOTS: Mapping[str, Callable[[Any, Row], None]] = {"learning_curve": _learning_curve, "bakeoff": _bakeoff}
