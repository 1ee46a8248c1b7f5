"""The shop's memory: database, columns, tables, migrations, backup, first look."""
