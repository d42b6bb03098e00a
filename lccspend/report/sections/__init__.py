"""The view of the figures in, one part of the report out; one module for each part."""
