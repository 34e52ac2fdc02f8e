"""x"""
from hamafza_engines.linkage._types import *
from hamafza_engines.linkage._types import Register, Problem, Params, Plan
from hamafza_engines.linkage._solve import solve
from hamafza_engines.linkage._lookup import look_up
