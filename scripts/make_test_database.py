"""Make the database that tests use on the PostgreSQL of this machine; print its address."""

import sys

import psycopg

SERVER = "host=127.0.0.1 port=5432 user=postgres dbname=postgres connect_timeout=5"
NAME = "thutuc_test"


def main() -> int:
    """Leave an existing database as it is: tests work in schemas of their own."""
    try:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,))
            if not found.fetchone():
                connection.execute(f"CREATE DATABASE {NAME} ENCODING 'UTF8' TEMPLATE template0")
    except psycopg.OperationalError as error:
        sys.stderr.write(f"Không dùng được PostgreSQL trên 127.0.0.1:5432: {error}\n")
        return 1
    sys.stdout.write(f"postgresql+psycopg://postgres@127.0.0.1:5432/{NAME}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
