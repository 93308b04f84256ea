"""Which calls change the object that they are called on or given: knowledge of APIs, not of code.

Three lists. *Changers* change their receiver wherever they stand. *Readers* do not. Everything else changes it only as
a statement of its own, whose value nobody takes: what else would it be called for. The lists lean to the ordinary
meaning in pandas, NumPy, scikit-learn, PyTorch, Keras and matplotlib.
"""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """A set of names, written as a text."""
    return frozenset(text.split())


_CHANGERS = words(
    """
    append appendleft extend extendleft insert remove pop popleft popitem clear sort reverse rotate update
    setdefault add discard difference_update intersection_update symmetric_difference_update fit fit_transform
    fit_predict fit_resample partial_fit fit_generator train_on_batch adapt compile step zero_grad backward
    load_state_dict add_module register_buffer register_forward_hook set_params set_index_inplace setflags
    fill put itemset partition_inplace send throw close readline readlines seek
    """
)

_READERS = words(
    """
    head tail describe info summary summary2 count memory_usage dropna fillna mean sum std var min max median
    mode prod quantile unique nunique value_counts isna isnull notna notnull any all corr cov groupby agg
    aggregate apply applymap map filter query eval pivot pivot_table melt merge join rename drop
    drop_duplicates reset_index set_index sort_values sort_index astype copy round abs clip rank diff
    pct_change cumsum cumprod rolling resample shift sample nlargest nsmallest idxmax idxmin argmax argmin
    argsort select_dtypes assign pipe transform inverse_transform isin between where mask explode stack
    unstack crosstab squeeze transpose reshape ravel flatten tolist item dot predict predict_proba
    predict_log_proba decision_function score score_samples evaluate forecast conf_int f_test t_test wald_test
    cov_params get_prediction keys values items get index split rsplit splitlines strip lstrip rstrip lower
    upper title format replace startswith endswith encode decode find isdigit union intersection difference
    issubset issuperset plot hist boxplot bar barh scatter pie area line show display render savefig save dump
    export write_html write_image exists is_file is_dir glob iterdir mkdir unlink touch read_text read_bytes
    write_text write_bytes shape size parameters state_dict children modules named_parameters numpy cpu detach
    """
)

_READER_PREFIXES = tuple(
    words(
        """
        get_ to_ is_ has_ as_ plot_ show_ print_ describe_ summary_ predict_ score_
        save_ write_ log_ compute_ count_ find_ check_ display_
        """
    )
)

_DRAWING = frozenset({"plot", "hist", "boxplot", "bar", "barh", "scatter", "pie", "area", "line"})

_GENERATOR_READERS = frozenset({"get_state", "getstate"})

GENERATOR_MAKERS = frozenset({"default_rng", "RandomState", "Random", "Generator", "SystemRandom"})

CANVAS_MAKERS = frozenset({"subplots", "subplot", "figure", "gca", "gcf", "add_subplot", "subplot_mosaic", "twinx"})

_CANVAS_NAME = re.compile(r"(ax|axs|axes|axis|fig|figure)\d*|\w+_(ax|axs|axes|fig)\d*|(ax|fig)_?\w{0,3}")

ARGUMENT_CHANGERS = words(
    """
    shuffle heappush heappop heapify heapreplace heappushpop insort insort_left insort_right fill_diagonal
    copyto put place putmask setattr delattr next setitem delitem
    """
)
"""Functions that change their first argument, by last name (``random.shuffle``, ``heapq.heappush``)."""

DRIVERS = words("step train learn")
"""Methods of optimizers and trainers: they change what their object was made with."""

ACCESSORS = words("str dt cat style sparse list struct geo iloc loc at iat plot hist T values index columns attrs")
"""Parts of a data frame whose methods give something new back, but for known changers: ``df.name.str.lower()``."""

LOOKERS = words("print repr str len type id isinstance issubclass hasattr callable display help dir pprint hash")
"""Functions that look at what they are given and call none of it."""

CARRIERS = frozenset({"partial", "make_pipeline", "vectorize", "jit", "njit", "lru_cache", "cache", "wraps", "iter"})
"""Lower-case callables whose result keeps the functions they are given, as constructors do."""


def looks_like_canvas(name: str) -> bool:
    return _CANVAS_NAME.fullmatch(name) is not None


def changes_receiver(method: str, *, discarded: bool, canvas: bool, generator: bool) -> bool:
    """Whether calling ``method`` changes what it is called on.

    Parameters
    ----------
    discarded : bool
        The call is a statement of its own.
    canvas, generator : bool
        What is known of the receiver: axes or a figure, a random generator.
    """
    if generator:
        return method not in _GENERATOR_READERS
    if method in _CHANGERS:
        return True
    if canvas and (method in _DRAWING or method.startswith(("set_", "add_"))):
        return True
    if not discarded:
        return False
    if method in _READERS or method.startswith(_READER_PREFIXES):
        return False
    return not (method.startswith("__") and method != "__setitem__")
