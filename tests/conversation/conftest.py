from tests.stores import database_file, encryption, engine

__all__ = ["database_file", "encryption", "engine"]
