"""The public API, /api/v1: the services' own paths, passed on as they are.

Each service checks its own data, and decides who may do what.
"""
