"""Kernels are compiled or loaded before the first test: nobody's test time."""

from hamafza_engines.siting._warm import warm

warm()
