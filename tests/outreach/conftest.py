from tests.stores import conference, conferences, database_file, encryption, engine, invitations, invited

__all__ = ["conference", "conferences", "database_file", "encryption", "engine", "invitations", "invited"]
