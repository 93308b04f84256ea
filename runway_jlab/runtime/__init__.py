"""What runs inside the notebook's interpreter.

This folder travels: the driver of a run loads it by path, under the name ``_runway_runtime``, into whatever
interpreter the notebook's kernel uses. So it knows the standard library, IPython and ipykernel (every Python
kernel has them), takes cloudpickle along, imports nothing of ours by an absolute name, and stays readable for
old Pythons.
"""
