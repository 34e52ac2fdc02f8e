"""The one tree of places: nation, province, county, district, city or village.

What enters: official divisions. What leaves: a path such as `IR/11/1104/` that access, routing and roll-up read.
Persian: استان، شهرستان، بخش، شهر، روستا.
"""
