"""What every layer may lean on: folders, resources, settings, logging, clock, ids, texts."""
