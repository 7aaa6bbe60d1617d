"""A county's own figures held against the standard of counties without wage arrears."""
