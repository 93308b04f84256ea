"""The record of a run: made, kept, held against today, reopened."""
