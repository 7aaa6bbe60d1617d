"""``python -m nlu.encoder``: make the encoder's files, if they are missing, and say where."""

from nlu.encoder.made import made_files

if __name__ == "__main__":
    print(made_files())
