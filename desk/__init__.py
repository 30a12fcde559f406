"""The rules of the service desk: tickets, disclosure requests, working days, routing, privacy, figures.

Nothing here knows about HTTP, Rasa or vectors. Only ``tables``, ``mapping``, ``database``, ``store`` and the modules
that keep records (``ledger``, ``identities``, ``casework``, …) know about the database; the rest is plain Python that
a test calls with plain values.
"""
