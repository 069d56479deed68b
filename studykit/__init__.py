"""studykit: study for an exam from notes that you can check."""

__version__ = "0.1.0"
