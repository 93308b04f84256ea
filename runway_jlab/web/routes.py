"""All routes, in one place."""

from __future__ import annotations

from typing import Any

from runway_jlab.web.mlflow import MlflowHandler
from runway_jlab.web.pipelines import PipelineHandler
from runway_jlab.web.projects import ExampleHandler, ProjectsHandler, StatusHandler
from runway_jlab.web.proxy import MlflowProxyHandler
from runway_jlab.web.reproductions import ReproductionHandler
from runway_jlab.web.runs import RunHandler, RunLogHandler, RunsHandler

_RUN = r"(?P<run>[0-9a-zA-Z-]+)"

ROUTES: tuple[tuple[str, type[Any]], ...] = (
    (r"status", StatusHandler),
    (r"projects", ProjectsHandler),
    (r"example", ExampleHandler),
    (r"pipeline", PipelineHandler),
    (r"runs", RunsHandler),
    (rf"runs/{_RUN}", RunHandler),
    (rf"runs/{_RUN}/log", RunLogHandler),
    (rf"runs/{_RUN}/reproduction", ReproductionHandler),
    (r"mlflow", MlflowHandler),
    (r"mlflow/(?P<project_id>[0-9a-zA-Z_-]+)/(?P<path>.*)", MlflowProxyHandler),
)
