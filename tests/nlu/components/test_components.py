"""Each Rasa component by itself, without a trained model."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction import FeatureHasher
from sklearn.preprocessing import normalize
from strictness import all_if_any

from nlu.components.char_featurizer import CharNgramFeaturizer, grams, hashed
from nlu.components.entity_extractor import PolicyEntityExtractor
from nlu.components.linear_classifier import LOOKS, WEIGHTS_FILE, LinearIntentClassifier
from nlu.components.provision_ranker import RANKING, VECTORS_FILE, ProvisionRanker
from nlu.components.sentence_featurizer import SentenceVectorFeaturizer
from nlu.components.tokenizer import PolicyTokenizer
from nlu.encoder.engines import ENCODERS, Vectors
from policies_kb.kb import KnowledgeBase

CONTEXT = ExecutionContext(GraphSchema({}), node_name="node")
RESOURCE = Resource("component")
EXAMPLES = {
    "wages_claim": """工资没发 老板拖欠工资 欠我三个月工钱 讨薪去哪里 工钱要不到
        干活不给钱 没发工资怎么办 厂里欠薪 投诉欠薪 拿不到工资""",
    "credit_repair": """信用修复 怎么修复信用 失信记录怎么消除 信用记录修复条件 信用中国修复
        修复要多久 撤销失信记录 信用怎么恢复 公示期满修复 消除处罚记录""",
    "out_chitchat": """讲个笑话 今天天气 写一首诗 翻译英文 唱首歌
        你会下棋吗 推荐电影 明天下雨吗 写代码 足球比分""",
}


class LetterEncoder:
    """A quick stand-in: counts characters by their number and scales to unit length."""

    name = "letters"
    dimension = 32

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for char in text:
                row[ord(char) % self.dimension] += 1
            row /= np.linalg.norm(row) or 1
        return rows

    encode_passages = encode


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENCODERS, "letters", LetterEncoder)


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    folder = tmp_path / "model"
    folder.mkdir()
    return LocalModelStorage(folder)


def make(kind: Any, storage: LocalModelStorage | None = None, **config: Any) -> Any:
    return kind.create({**kind.get_default_config(), **config}, storage, RESOURCE, CONTEXT)


def message(text: str, intent: str | None = None) -> Message:
    return Message({TEXT: text, **({INTENT: intent} if intent else {})})


def words(found: Message) -> list[str]:
    return [token.text for token in found.get(TOKENS_NAMES[TEXT])]


@pytest.fixture(scope="module")
def tokenizer(database: Path) -> PolicyTokenizer:
    return make(PolicyTokenizer, database=str(database))


def featurized(
    messages: list[Message], tokenizer: PolicyTokenizer, tmp_path: Path
) -> list[Message]:
    tokenizer.process(messages)
    make(CharNgramFeaturizer).process(messages)
    sentence = make(SentenceVectorFeaturizer, encoder="letters", cache=str(tmp_path / "v.db"))
    return list(sentence.process(messages))


# --- tokenizer ----------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["无欠薪", "失信被执行人", "政府信息公开"])
def test_the_tokenizer_keeps_the_words_of_the_matter_whole(
    tokenizer: PolicyTokenizer, word: str
) -> None:
    [found] = tokenizer.process([message(f"请问{word}的标准")])
    assert word in words(found)


@pytest.mark.parametrize(
    "text", ["", " ", "😀\x00\ud800", "欠薪" * 5000, "ABC 123 %"], ids=range(5)
)
def test_the_tokens_give_back_the_text(tokenizer: PolicyTokenizer, text: str) -> None:
    [found] = tokenizer.process([message(text)])
    tokens = found.get(TOKENS_NAMES[TEXT]) or ()
    assert "".join(token.text for token in tokens) == text
    assert all_if_any(text[token.start : token.end] == token.text for token in tokens)


def test_words_of_other_scripts_stay_whole(tokenizer: PolicyTokenizer) -> None:
    [found] = tokenizer.process([message("Ông chủ 欠薪3万,월급을")])
    assert words(found) == ["Ông", " ", "chủ", " ", "欠薪", "3", "万", ",", "월급을"]


# --- features -----------------------------------------------------------------------------


def test_grams_run_over_word_borders_and_words_stand_beside_them() -> None:
    assert grams(["欠薪", "县"], 3) == [*"欠薪县", "欠薪", "薪县", "欠薪县", "word:欠薪"]
    assert grams(["ＡＢ"], 1) == ["a", "b", "word:ａｂ"]
    assert grams([], 3) == []


def test_pieces_stand_in_the_columns_of_scikit_learns_hasher() -> None:
    pieces = grams(["老板", "拖欠", "aB", "😀", "工资", "老板"], 3)
    hasher = FeatureHasher(2**10, input_type="string", alternate_sign=False)
    expected = normalize(hasher.transform([pieces]))
    assert np.allclose(hashed(pieces, 2**10).toarray(), expected.toarray())


def test_a_message_gets_one_sparse_row_of_unit_length(tokenizer: PolicyTokenizer) -> None:
    [found] = make(CharNgramFeaturizer).process(tokenizer.process([message("工资没发")]))
    _, features = found.get_sparse_features(TEXT)
    assert features.features.shape == (1, 2**18)
    assert np.isclose(np.sqrt((features.features.toarray() ** 2).sum()), 1)


def test_what_stands_behind_the_limit_is_not_looked_at(tokenizer: PolicyTokenizer) -> None:
    featurizer = make(CharNgramFeaturizer, max_chars=4)
    short, long = featurizer.process(
        tokenizer.process([message("工资没发"), message("工资没发" + "天气" * 50)])
    )
    rows = [m.get_sparse_features(TEXT)[1].features.toarray() for m in (short, long)]
    assert np.allclose(*rows)


def test_a_message_without_words_gets_no_features(tokenizer: PolicyTokenizer) -> None:
    [found] = make(CharNgramFeaturizer).process(tokenizer.process([message("")]))
    assert found.features == []


@pytest.mark.parametrize("wrong", [{"longest": 0}, {"longest": 9}, {"bits": 4}, {"bits": 30}])
def test_sizes_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidConfigException):
        CharNgramFeaturizer.validate_config({**CharNgramFeaturizer.get_default_config(), **wrong})


def test_an_unknown_encoder_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidConfigException, match="e5"):
        SentenceVectorFeaturizer.validate_config({"encoder": "bert"})


def test_training_vectors_are_those_of_answering(tmp_path: Path) -> None:
    featurizer = make(SentenceVectorFeaturizer, encoder="letters", cache=str(tmp_path / "v.db"))
    trained = message("工资没发", "wages_claim")
    featurizer.process_training_data(TrainingData([trained]))
    [asked] = featurizer.process([message("工资没发")])
    vectors = [m.get_dense_features(TEXT)[1].features for m in (trained, asked)]
    assert np.allclose(*vectors)


# --- classifier ---------------------------------------------------------------------------


@pytest.fixture
def trained(
    storage: LocalModelStorage, tokenizer: PolicyTokenizer, tmp_path: Path
) -> Iterator[LinearIntentClassifier]:
    messages = [
        message(text, intent) for intent, texts in EXAMPLES.items() for text in texts.split()
    ]
    assert len(messages) == 30
    classifier = make(LinearIntentClassifier, storage)
    classifier.train(TrainingData(featurized(messages, tokenizer, tmp_path)))
    yield classifier


def test_the_classifier_comes_back_from_the_store_as_it_was(
    trained: LinearIntentClassifier,
    storage: LocalModelStorage,
    tokenizer: PolicyTokenizer,
    tmp_path: Path,
) -> None:
    config = LinearIntentClassifier.get_default_config()
    loaded = LinearIntentClassifier.load(config, storage, RESOURCE, CONTEXT)
    texts = ["老板没发工资", "信用记录怎么修复", "讲个笑话吧", "xyz"]
    rankings = []
    for component in (trained, loaded):
        messages = featurized([message(text) for text in texts], tokenizer, tmp_path)
        rankings.append([m.get("intent_ranking") for m in component.process(messages)])
    assert rankings[0] == rankings[1]
    best = [ranking[0]["name"] for ranking in rankings[0][:3]]
    assert best == ["wages_claim", "credit_repair", "out_chitchat"]
    for ranking in rankings[0]:
        confidences = [reading["confidence"] for reading in ranking]
        assert confidences == sorted(confidences, reverse=True)
        assert np.isclose(sum(confidences), 1)


def test_the_stored_weights_hold_no_pickles(
    trained: LinearIntentClassifier, storage: LocalModelStorage
) -> None:
    with storage.read_from(RESOURCE) as folder:
        assert [path.name for path in folder.iterdir()] == [WEIGHTS_FILE]
        assert_no_pickles(folder / WEIGHTS_FILE)


def assert_no_pickles(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert all(name.endswith(".npy") for name in archive.namelist())
    with np.load(path, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_a_message_is_embedded_once_however_often_it_is_read(tmp_path: Path) -> None:
    featurizer = make(SentenceVectorFeaturizer, encoder="letters", cache=str(tmp_path / "v.db"))
    encoded: list[str] = []
    encode = featurizer._encoder.encode
    featurizer._encoder.encode = lambda texts: encoded.extend(texts) or encode(texts)
    rows = [
        featurizer.process([message("工资没发")])[0].get_dense_features(TEXT)[1].features
        for _ in range(3)
    ]
    assert encoded == ["工资没发"]
    assert np.array_equal(rows[0], rows[2])


def test_what_the_first_classifier_is_sure_of_is_left_alone(
    storage: LocalModelStorage, tokenizer: PolicyTokenizer, tmp_path: Path
) -> None:
    examples = [
        message(text, intent) for intent, texts in EXAMPLES.items() for text in texts.split()
    ]
    first = make(
        LinearIntentClassifier, storage, dense_weight=0, settles_topic=0.6, settles_intent=0.6
    )
    first.train(TrainingData(featurized(examples, tokenizer, tmp_path)))
    sentence = make(SentenceVectorFeaturizer, encoder="letters", cache=str(tmp_path / "v.db"))
    asked = [message("老板没发工资"), message("信用笑话工资")]
    for component in (tokenizer, make(CharNgramFeaturizer), first, sentence):
        asked = component.process(asked)
    known, unknown = asked
    assert known.get("intent")["name"] == "wages_claim"
    assert known.get_dense_features(TEXT)[1] is None
    assert unknown.get_dense_features(TEXT)[1] is not None
    assert len(known.get(LOOKS)) == 1


def test_a_message_without_features_gets_no_intent(trained: LinearIntentClassifier) -> None:
    [found] = trained.process([message("")])
    assert found.get("intent_ranking") is None


# --- entities and provisions ---------------------------------------------------------------


def test_the_extractor_puts_entities_on_the_message(database: Path) -> None:
    extractor = make(PolicyEntityExtractor, database=str(database))
    [found] = extractor.process([message("请看浙政办发[2017]80号,杭州2017年")])
    told = {(e["entity"], e["value"], e["extractor"]) for e in found.get(ENTITIES)}
    assert told == {
        ("document_number", "浙政办发〔2017〕80号", "PolicyEntityExtractor"),
        ("region", "杭州市", "PolicyEntityExtractor"),
        ("year", "2017", "PolicyEntityExtractor"),
    }


def test_the_extractor_adds_to_entities_of_others(database: Path) -> None:
    asked = message("杭州")
    asked.set(ENTITIES, [{"entity": "page", "value": "2"}])
    [found] = make(PolicyEntityExtractor, database=str(database)).process([asked])
    assert [entity["entity"] for entity in found.get(ENTITIES)] == ["page", "region"]


def test_the_ranker_comes_back_from_the_store_and_knows_each_sentence(
    storage: LocalModelStorage, database: Path, kb: KnowledgeBase, tmp_path: Path
) -> None:
    config = {
        **ProvisionRanker.get_default_config(),
        "encoder": "letters",
        "cache": str(tmp_path / "v.db"),
        "database": str(database),
    }
    ProvisionRanker.create(config, storage, RESOURCE, CONTEXT).train(TrainingData())
    loaded = ProvisionRanker.load(config, storage, RESOURCE, CONTEXT)
    place = ("浙政办发-2017-80", "part_2__sec_1__item_3")
    sentence = kb.sentences(*place)[0].text
    featurizer = make(SentenceVectorFeaturizer, encoder="letters", cache=str(tmp_path / "v.db"))
    [found] = loaded.process(featurizer.process([message(sentence)]))
    ranking = found.get(RANKING)
    assert list(place) in [entry[:2] for entry in ranking[:3]]
    assert [entry[2] for entry in ranking] == sorted((e[2] for e in ranking), reverse=True)
    with storage.read_from(RESOURCE) as folder:
        assert_no_pickles(folder / VECTORS_FILE)


# --- what is learnt again -----------------------------------------------------------------


def test_another_base_is_learnt_again(database: Path, tmp_path: Path) -> None:
    config = {"database": str(database), "encoder": "letters"}
    copied = tmp_path / "other.db"
    copied.write_bytes(database.read_bytes())
    with sqlite3.connect(copied) as base:
        base.execute("UPDATE meta SET value = 'other' WHERE key = 'inputs_hash'")
    for kind in (PolicyTokenizer, ProvisionRanker):
        same, other = (
            kind.fingerprint_addon({**config, "database": str(path)}) for path in (database, copied)
        )
        assert same == kind.fingerprint_addon(config)
        assert same != other


def test_another_encoder_is_learnt_again(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = {"database": str(database), "encoder": "letters"}
    before = [k.fingerprint_addon(config) for k in (SentenceVectorFeaturizer, ProvisionRanker)]
    monkeypatch.setattr(LetterEncoder, "name", "others")
    after = [k.fingerprint_addon(config) for k in (SentenceVectorFeaturizer, ProvisionRanker)]
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_a_changed_fit_is_learnt_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = LinearIntentClassifier.fingerprint_addon({})
    changed = tmp_path / "regression.py"
    changed.write_text("changed = True", encoding="utf-8")
    monkeypatch.setattr("nlu.regression.__file__", str(changed))
    assert LinearIntentClassifier.fingerprint_addon({}) != before


def test_words_are_told_apart_by_text_and_place(tokenizer: PolicyTokenizer) -> None:
    [found] = tokenizer.process([message("欠薪欠薪")])
    prints = [token.fingerprint() for token in found.get(TOKENS_NAMES[TEXT])]
    assert len(set(prints)) == len(prints) == 2
