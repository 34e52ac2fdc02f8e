"""The engines of Hamafza: plain Python that reads, weighs and ranks, and knows nothing of Django."""

__version__ = "0.1.0"
