"""Projects: a folder with a runway.toml, and where its parts lie."""
