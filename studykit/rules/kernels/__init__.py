"""Kernels: one file each, a pure function from settings to results and moments."""
