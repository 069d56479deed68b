"""Simulated learners who prepare for an exam: how well the plan serves them, and whether readiness tells the truth.

Run ``python -m tests.bench.review``. What was found is written down in ``docs/review.md``.
"""
