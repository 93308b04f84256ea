"""From a notebook to its pipeline: pure functions of text, no project, no process.

In the order in which they build on each other:

- ``notebook``: cells in and out of the ``.ipynb``; ``parameters`` and ``literals``: the parameters cell
- ``syntax``, ``magics``: a cell's text as a tree, as IPython reads it
- ``scopes``, ``recorder``, ``calls``, ``expressions``, ``definitions``, ``visitor``: one walk from tree to ``events``;
  ``effects`` is what it knows of others' APIs
- ``replay``: the events of all cells in notebook order, giving each read its writer (``flow``); ``names``: one cell
- ``shape``, ``roles``, ``headings``, ``proposals``: what each cell is
- ``edges``, ``checks``, ``build``: the ``graph``, with its ``problems``
"""
