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
import os
import sys
import threading
import warnings

from . import mlflow_calls
from .hooks import when_imported


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
            assert self.fluent is not None
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
    when_imported("mlflow.models.model", lambda module: mlflow_calls.attach_models(context, module))
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
        ("start_run", mlflow_calls.wrap_start_run),
        ("end_run", mlflow_calls.wrap_end_run),
        ("set_experiment", mlflow_calls.wrap_set_experiment),
    ):
        _replace(fluent, name, wrapper(context, getattr(fluent, name)))
    client = fluent.TrackingServiceClient
    for name, wrapper in (
        ("get_experiment_by_name", mlflow_calls.wrap_get_experiment_by_name),
        ("log_param", mlflow_calls.wrap_log_param),
        ("log_batch", mlflow_calls.wrap_log_batch),
    ):
        setattr(client, name, wrapper(context, getattr(client, name)))
    # mlflow would set the state of whatever run is open when the process ends: only the driver knows it.
    atexit.unregister(getattr(fluent, "_safe_end_run", finish))
    atexit.register(finish)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_forget_connections)


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
