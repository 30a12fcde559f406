"""Pipeline components named in ``config.yml``."""
