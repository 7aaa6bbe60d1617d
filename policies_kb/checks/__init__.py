"""What ``check`` looks at: papers, facts, curated files, source files."""
