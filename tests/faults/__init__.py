"""Damaged files in, a clear refusal or balanced books out: never a traceback, never a row that vanishes."""
