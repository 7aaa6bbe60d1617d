"""What keeps the assistant running: logs, metrics, readiness, the doctor, backups."""
