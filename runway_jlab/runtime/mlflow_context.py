"""Makes the notebook's own ``mlflow.*`` calls land in the pipeline's run.

Nothing of mlflow is imported here: the hooks act when user code imports it. Then the driver is asked for the
run, and mlflow's fluent functions are wrapped where they are defined, before anybody can take a reference.

What a notebook sees stays what it would see in plain Run All, but for what is the purpose:

* The run that the notebook opens (``start_run()``, or the one that ``log_metric`` opens by itself, or
  autologging) *is* the pipeline's run, whichever step opens it. Name, tags and description are taken over.
* A second run opened by one and the same cell (a loop over candidates), or while the pipeline's run is open
  in another thread, is a child of the pipeline's run: plain MLflow would have made a run of its own.
* ``set_experiment("x")`` does not move the run. The name is remembered as the tag
  ``runway.experiment_requested``, and asking for the experiment "x" gives the pipeline's.
* A parameter logged again with another value after the run was ended and opened anew (two runs, in plain
  MLflow) is kept as ``name.2``, since MLflow's parameters cannot change.
* A model logged while no run is open belongs to the pipeline's run: plain MLflow would give it none.

Left alone are nested runs, ``start_run(run_id=…)``, ``MlflowClient``, and all that happens once user code has
set a tracking URI of its own. ``end_run()`` does end the run, as the notebook may ask for its status; the
driver, who knows how the pipeline went, has the last word.
"""

import atexit
import functools
import inspect
import os
import sys
import threading
import warnings

from .hooks import when_imported

EXPERIMENT_TAG = "runway.experiment_requested"
_PARENT_TAG = "mlflow.parentRunId"


class _Context:
    """The pipeline's run as the notebook's mlflow sees it; asked for once, when it is first needed."""

    def __init__(self, wait_for_run):
        self._wait = wait_for_run
        self._lock = threading.RLock()
        self._asked = False
        self.run_id = None
        self.experiment_id = None
        self.uri = None
        self.fluent = None
        self.open = False
        self.opened_in_cell = False
        self.session = 0
        self.parameters = {}
        self.experiment_names = set()

    def ready(self):
        """Whether there is a pipeline's run, and the notebook's mlflow still speaks to its store."""
        with self._lock:
            if not self._asked:
                self._asked = True
                self._ask()
        if self.run_id is None or self.fluent is None:
            return False
        current = self.fluent._resolve_tracking_uri()
        if self.uri is None:
            self.uri = current
        return current == self.uri

    def _ask(self):
        try:
            answer = self._wait() or {}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        for name, value in (answer.get("env") or {}).items():
            os.environ[name] = str(value)
        self.run_id = answer.get("run_id")
        self.experiment_id = answer.get("experiment_id")
        self.uri = (answer.get("env") or {}).get("MLFLOW_TRACKING_URI")
        if self.run_id is None:
            warnings.warn(
                "This run is not in MLflow: {}. What the notebook logs goes where MLflow puts it by itself.".format(
                    answer.get("error") or "there is no run"
                ),
                stacklevel=2,
            )

    def child_experiment(self):
        if self.experiment_id is None:
            self.experiment_id = self.fluent.MlflowClient().get_run(self.run_id).info.experiment_id
        return self.experiment_id


_context = None


def install(wait_for_run):
    """Prepare for user code that may import mlflow.

    ``wait_for_run()`` blocks until the driver knows the run: ``{"run_id", "env"}`` with, if known,
    ``"experiment_id"``; or ``{"error"}``, or an exception, when MLflow is away: then mlflow is left as it is,
    and the pipeline goes on.
    """
    global _context
    context = _context = _Context(wait_for_run)
    when_imported("mlflow.tracking.fluent", lambda module: _patch(context, module))
    when_imported("mlflow.models.model", lambda module: _attach_models(context, module))
    if "mlflow" not in sys.modules:
        when_imported("mlflow", lambda module: context.ready())  # the driver's import of mlflow runs beside ours
    _watch_cells()


def cell_started(*_):
    """A new cell begins: it may open the pipeline's run once more."""
    if _context is not None:
        _context.opened_in_cell = False


def finish():
    """Write out what is still under way; end child runs that are left open, but not the pipeline's run."""
    context = _context
    if context is None or context.fluent is None:
        return
    fluent = context.fluent
    stack = fluent._active_run_stack.get()
    if stack or context.session or fluent._last_active_run_id.get():
        _flush(context)
    while stack:
        if stack[-1].info.run_id == context.run_id:
            monitor = fluent.run_id_to_system_metrics_monitor.pop(context.run_id, None)
            stack.pop()
            if monitor is not None:
                monitor.finish()
        else:
            fluent.end_run()


def _flush(context):
    fluent = context.fluent
    repository = fluent._get_artifact_repo(context.run_id)
    for flush in (
        getattr(fluent, "flush_async_logging", None),
        getattr(repository, "flush_async_logging", None),
        getattr(fluent, "flush_trace_async_logging", None),
    ):
        try:
            if flush is not None:
                flush()
        except Exception as error:
            sys.stderr.write(f"mlflow: what was still to be logged is lost: {error}\n")


def _watch_cells():
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        shell.events.register("pre_run_cell", cell_started)


def _patch(context, fluent):
    try:
        _wrap(context, fluent)
    except AttributeError as error:
        warnings.warn(
            f"This version of mlflow is not known to Runway ({error}): what the notebook logs goes where "
            "mlflow puts it by itself.",
            stacklevel=2,
        )


def _wrap(context, fluent):
    context.fluent = fluent
    for name, wrapper in (
        ("start_run", _start_run),
        ("end_run", _end_run),
        ("set_experiment", _set_experiment),
    ):
        _replace(fluent, name, wrapper(context, getattr(fluent, name)))
    client = fluent.TrackingServiceClient
    for name, wrapper in (
        ("get_experiment_by_name", _get_experiment_by_name),
        ("log_param", _log_param),
        ("log_batch", _log_batch),
    ):
        setattr(client, name, wrapper(context, getattr(client, name)))
    # mlflow would set the state of whatever run is open when the process ends: only the driver knows it.
    atexit.unregister(getattr(fluent, "_safe_end_run", None))
    atexit.register(finish)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_forget_connections)


def _attach_models(context, module):
    model = module.Model
    original = model.log.__func__

    @functools.wraps(original)
    def log(cls, *args, **kwargs):
        if kwargs.get("run_id") or not context.ready() or context.fluent._active_run_stack.get():
            return original(cls, *args, **kwargs)
        fluent = context.fluent
        stack = fluent._active_run_stack.get()
        stack.append(fluent.ActiveRun(fluent.MlflowClient().get_run(context.run_id)))
        try:
            return original(cls, *args, **kwargs)
        finally:
            stack.pop()

    model.log = classmethod(log)


def _replace(fluent, name, function):
    original = getattr(fluent, name)
    setattr(fluent, name, function)
    mlflow = sys.modules.get("mlflow")
    if getattr(mlflow, name, None) is original:
        setattr(mlflow, name, function)


def _forget_connections():
    """A connection to SQLite must not be used on both sides of a fork."""
    module = sys.modules.get("mlflow.store.tracking.sqlalchemy_store")
    engines = getattr(getattr(module, "SqlAlchemyStore", None), "_engine_map", None) or {}
    for engine in list(engines.values()):
        try:
            engine.dispose(close=False)
        except Exception:  # an SQLAlchemy without it: the child is no worse off than in plain MLflow
            pass


def _start_run(context, original):
    signature = inspect.signature(original)

    @functools.wraps(original)
    def start_run(*args, **kwargs):
        try:
            asked = signature.bind(*args, **kwargs).arguments
        except TypeError:
            return original(*args, **kwargs)  # which says it in its own words

        def plain(**changes):
            return original(**dict(asked, **changes))

        theirs = asked.get("run_id") or asked.get("parent_run_id") or os.environ.get("MLFLOW_RUN_ID")
        if theirs or not context.ready():
            return plain()
        if context.fluent._active_run_stack.get():
            if asked.get("nested") and asked.get("experiment_id") is None:
                return plain(experiment_id=context.child_experiment())
            return plain()
        with context._lock:
            if context.open or context.opened_in_cell:
                tags = dict(asked.get("tags") or {})
                tags.setdefault(_PARENT_TAG, context.run_id)
                return plain(experiment_id=context.child_experiment(), tags=tags)
            active = context.fluent._active_experiment_id
            context.fluent._active_experiment_id = None  # may be of another store: see set_tracking_uri
            try:
                run = plain(run_id=context.run_id, experiment_id=None)
            finally:
                context.fluent._active_experiment_id = active
            context.open = context.opened_in_cell = True
            context.session += 1
            return run

    return start_run


def _end_run(context, original):
    @functools.wraps(original)
    def end_run(*args, **kwargs):
        stack = context.fluent._active_run_stack.get()
        ours = bool(stack) and stack[-1].info.run_id == context.run_id
        try:
            return original(*args, **kwargs)
        finally:
            if ours:
                context.open = False

    return end_run


def _set_experiment(context, original):
    @functools.wraps(original)
    def set_experiment(experiment_name=None, experiment_id=None, *args, **kwargs):
        one_given = (experiment_name is None) != (experiment_id is None)
        if not one_given or not context.ready():
            return original(experiment_name, experiment_id, *args, **kwargs)
        client = context.fluent.MlflowClient()
        if experiment_name is not None:
            context.experiment_names.add(experiment_name)
            experiment = client.get_experiment(context.child_experiment())
        else:
            experiment = client.get_experiment(str(experiment_id))
            if experiment is None:
                return original(experiment_name, experiment_id, *args, **kwargs)
        client.set_tag(context.run_id, EXPERIMENT_TAG, experiment_name or experiment.name)
        return experiment

    return set_experiment


def _get_experiment_by_name(context, original):
    @functools.wraps(original)
    def get_experiment_by_name(self, name):
        if name in context.experiment_names and self.tracking_uri == context.uri:
            return self.get_experiment(context.child_experiment())
        return original(self, name)

    return get_experiment_by_name


def _parameter_name(context, name, value):
    """`name`, or ``name.2`` and so on if an earlier opening of the run has logged another value under it."""
    value = str(value)
    free = name
    number = 1
    while True:
        seen = context.parameters.get(free)
        if seen is None or seen[0] == value or seen[1] == context.session:
            context.parameters.setdefault(free, (value, context.session))
            return free
        number += 1
        free = f"{name}.{number}"


def _log_param(context, original):
    @functools.wraps(original)
    def log_param(self, run_id, key, value, *args, **kwargs):
        if run_id == context.run_id:
            key = _parameter_name(context, key, value)
        return original(self, run_id, key, value, *args, **kwargs)

    return log_param


def _log_batch(context, original):
    @functools.wraps(original)
    def log_batch(self, run_id, metrics=(), params=(), *args, **kwargs):
        if run_id == context.run_id and params:
            params = [type(each)(_parameter_name(context, each.key, each.value), each.value) for each in params]
        return original(self, run_id, metrics, params, *args, **kwargs)

    return log_batch
