"""Executing a pipeline: the plan, the walk through the steps, the conversation with the worker."""
