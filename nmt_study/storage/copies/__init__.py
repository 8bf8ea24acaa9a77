"""What keeps a record safe: second copies, backups, putting back, erasing, taking out, and where homes lie."""
