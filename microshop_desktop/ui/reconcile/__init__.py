"""The Reconcile page: bills of platforms held against the books."""
