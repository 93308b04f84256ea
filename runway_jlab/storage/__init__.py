"""Bytes on disk: objects by digest, the index of runs, locks."""
