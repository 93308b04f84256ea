"""Data by digest."""
