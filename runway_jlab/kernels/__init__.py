"""A project's kernels: which interpreter a notebook runs in, and the environment it gets."""
