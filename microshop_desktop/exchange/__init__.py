"""Files in and out: csv, xls, xlsx, json, and guessing what their columns mean."""
