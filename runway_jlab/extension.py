"""The server extension: where Runway enters a Jupyter server."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.extension.application import ExtensionApp

from runway_jlab._version import __version__


class RunwayExtension(ExtensionApp):
    """Runway in a Jupyter server. What it is made of is loaded after the server's start, by :class:`.Door`."""

    name = "runway_jlab"
    app_name = "Runway JLab"
    description = "Pipelines from notebook cells, every run captured, any run reopened."
    extension_url = "/lab"
    load_other_extensions = True
    version = __version__

    def initialize_handlers(self) -> None:
        """Put the one rule into the server's routing, and start its kernels with their project's variables."""
        from runway_jlab.kernels.provisioner import use_by_default
        from runway_jlab.web.door import Door

        assert self.serverapp is not None, "an extension is set up by its server"
        self.door = Door(self.serverapp)
        self.door.open()
        use_by_default(self.serverapp)

    async def _start_jupyter_server_extension(self, server: Any) -> None:
        """The server is up: load the rest beside it."""
        await asyncio.get_running_loop().run_in_executor(None, self.door.load)

    async def stop_extension(self) -> None:
        """Stop what this server started."""
        await asyncio.get_running_loop().run_in_executor(None, self.door.close)
