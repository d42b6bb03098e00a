"""Rows of exports in, every figure of the contract out: a second reading of its rules, to test the first.

Nothing here knows how lccspend computes; only postcodes are placed by the program's own directory.
"""
