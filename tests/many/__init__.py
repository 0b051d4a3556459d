"""Several processes on one database, with Valkey between them."""
