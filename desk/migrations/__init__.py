"""The steps that bring a database to the tables of ``desk.tables``, oldest first in ``versions``."""
