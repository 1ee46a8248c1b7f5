"""The records of the shop as typed mappings, a file per family; `every` loads them all.

All families of the plan are here from the first migration on, also where their pages come later.
A command loads the families it reads and no others: mapping all of them takes longer than most
commands do.
"""
