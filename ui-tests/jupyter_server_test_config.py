"""A Jupyter server for the journeys: no token, an empty folder, Runway enabled. Never use it for anything else."""

import os

from jupyterlab.galata import configure_jupyter_server

configure_jupyter_server(c)  # noqa: F821

c.ServerApp.port = int(os.environ.get("RUNWAY_TEST_PORT", "8898"))  # noqa: F821
c.ServerApp.allow_root = True  # noqa: F821
c.ServerApp.jpserver_extensions = {"runway_jlab": True}  # noqa: F821
