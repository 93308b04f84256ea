"""A process that plays a worker: for each scenario on stdin a fork runs its cells and answers on stdout.

mlflow is imported once and no connection is opened before the forks. With ``"run_id": null`` the cells run as
in plain Jupyter, with nothing of ours installed.
"""

import json
import os
import sys
import traceback
import warnings


def play(scenario):
    os.environ.update(scenario["env"])
    os.chdir(scenario["folder"])
    from _runway_runtime import mlflow_context

    if scenario["run_id"]:
        mlflow_context.install(lambda: {"run_id": scenario["run_id"], "env": scenario["env"]})
    namespace = {"__name__": "__main__"}
    errors = []
    for cell in scenario["cells"]:
        mlflow_context.cell_started()
        try:
            exec(cell, namespace)
            errors.append(None)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    if scenario["run_id"]:
        mlflow_context.finish()
    return {"errors": errors, "seen": namespace.get("seen")}


def main():
    import mlflow
    import mlflow.store.tracking.sqlalchemy_store  # noqa: F401

    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                answer = play(json.loads(line))
            except BaseException:
                answer = {"trouble": traceback.format_exc()}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
