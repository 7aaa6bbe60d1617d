"""``python -m nlu.encoder``: make the encoder's files, if they are missing, and say where."""

from nlu.encoder.encoder_files import encoder_files

if __name__ == "__main__":
    print(encoder_files())
