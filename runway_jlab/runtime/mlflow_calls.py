"""What mlflow's calls do in a pipeline's run: one wrapper for each, given the context and the original.

See :mod:`.mlflow_context` for what they are to achieve. A wrapper keeps the original's signature and errors.
"""

import functools
import inspect
import os

EXPERIMENT_TAG = "runway.experiment_requested"
_PARENT_TAG = "mlflow.parentRunId"


def wrap_start_run(context, original):
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


def wrap_end_run(context, original):
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


def wrap_set_experiment(context, original):
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


def wrap_get_experiment_by_name(context, original):
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


def wrap_log_param(context, original):
    @functools.wraps(original)
    def log_param(self, run_id, key, value, *args, **kwargs):
        if run_id == context.run_id:
            key = _parameter_name(context, key, value)
        return original(self, run_id, key, value, *args, **kwargs)

    return log_param


def wrap_log_batch(context, original):
    @functools.wraps(original)
    def log_batch(self, run_id, metrics=(), params=(), *args, **kwargs):
        if run_id == context.run_id and params:
            params = [type(each)(_parameter_name(context, each.key, each.value), each.value) for each in params]
        return original(self, run_id, metrics, params, *args, **kwargs)

    return log_batch


def attach_models(context, module):
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
