"""GeoReport v2 (Open311): another city's app hands in a request here and follows it, in JSON or XML.

What enters: form-encoded reports. What leaves: states by place and service, never a word or a name.
"""
