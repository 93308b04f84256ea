"""From a notebook to its pipeline: pure functions of text, no project, no process."""
