"""What a person does in the shop, a file per job."""
