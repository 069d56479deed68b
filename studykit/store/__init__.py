"""Floor 1: what a learner did, in a database. The only room for sqlalchemy and alembic."""
