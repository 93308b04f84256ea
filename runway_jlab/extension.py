"""The server extension: the one place where the parts are put together for a Jupyter server."""

from __future__ import annotations

import asyncio

from jupyter_server.extension.application import ExtensionApp

from runway_jlab._version import __version__


class RunwayExtension(ExtensionApp):
    """Runway in a Jupyter server. Imports of the parts wait until the server asks for them."""

    name = "runway_jlab"
    app_name = "Runway JLab"
    description = "Pipelines from notebook cells, every run captured, any run reopened."
    extension_url = "/lab"
    load_other_extensions = True
    version = __version__

    def initialize_settings(self) -> None:
        """Make what lives as long as the server."""
        from runway_jlab.kernels.provisioner import use_by_default
        from runway_jlab.web.announcer import Announcer
        from runway_jlab.web.mlflow import HostedProjects

        server = self.serverapp
        assert server is not None and server.event_logger is not None, "the server is set up before its extensions"
        hosted = HostedProjects(server.base_url)
        self.settings["runway_hosted"] = hosted
        self.settings["runway_mlflow"] = hosted.servers
        self.settings["runway_announcer"] = Announcer(server.event_logger, self.log)
        use_by_default(server)

    def initialize_handlers(self) -> None:
        """Add the routes."""
        from runway_jlab.web.routes import PREFIX, ROUTES

        self.handlers.extend((rf"/{PREFIX}/{pattern}", handler) for pattern, handler in ROUTES)

    async def stop_extension(self) -> None:
        """Let go of what was started; runs go on, they have processes of their own."""
        self.settings["runway_announcer"].stop()
        await asyncio.get_running_loop().run_in_executor(None, self.settings["runway_mlflow"].stop_all)
