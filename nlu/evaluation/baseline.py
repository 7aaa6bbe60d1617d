"""Trains the stock Rasa pipeline on the project's own training data, to compare with."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

HOME = Path(__file__).resolve().parents[2]
FOLDER = HOME / "build" / "baseline"
#: What `rasa init` writes for a language cut by jieba, without the parts an intent does not need.
CONFIG = {
    "recipe": "default.v1",
    "language": "zh",
    "assistant_id": "stock-rasa",
    "pipeline": [
        {"name": "JiebaTokenizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {
            "name": "CountVectorsFeaturizer",
            "analyzer": "char_wb",
            "min_ngram": 1,
            "max_ngram": 4,
        },
        {
            "name": "DIETClassifier",
            "epochs": 50,
            "entity_recognition": False,
            "constrain_similarities": True,
        },
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
}


class BaselineError(Exception):
    """The stock pipeline could not be trained."""


def train(folder: Path = FOLDER) -> Path:
    """Train and return the model's path; Rasa's cache makes it quick when nothing changed.

    Raises:
        BaselineError: Rasa made no model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config.yml"
    config.write_text(yaml.safe_dump(CONFIG, sort_keys=False), encoding="utf-8")
    print("baseline: training stock Rasa (some minutes) ...", file=sys.stderr, flush=True)
    from rasa.model_training import train_nlu

    model = train_nlu(
        config=str(config),
        nlu_data=str(HOME / "nlu" / "data"),
        output=str(folder),
        fixed_model_name="baseline",
        domain=str(HOME / "nlu" / "domain.yml"),
    )
    if not model:
        raise BaselineError("the stock pipeline could not be trained; see the messages above")
    return Path(model)
