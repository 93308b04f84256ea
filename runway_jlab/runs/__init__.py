"""Runs: submitting one, the process that drives it, following it, the list of them."""
