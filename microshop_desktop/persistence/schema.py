"""The number of the schema this program reads and writes: that of the newest migration."""

SCHEMA = 7
