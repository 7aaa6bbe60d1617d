"""Rasa's documented commands work where the libraries its metadata names are not installed.

Real processes of ``.venv/bin/rasa`` on an assistant of two intents that is made of our components.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from waiting import free_port, wait

from policies_kb.paths import DATABASE

RASA = Path(sys.executable).with_name("rasa")
CONFIG = """
recipe: default.v1
language: zh
assistant_id: small
pipeline:
  - name: nlu.components.tokenizer.PolicyTokenizer
  - name: nlu.components.char_featurizer.CharNgramFeaturizer
  - name: nlu.components.linear_classifier.LinearIntentClassifier
    dense_weight: 0
    iterations: 20
policies:
  - name: nlu.components.rule_policy.IndexedRulePolicy
    core_fallback_threshold: 0.3
    core_fallback_action_name: action_policy
    enable_fallback_prediction: true
"""
DOMAIN = """
version: "3.1"
intents: [wages_claim, climate_targets]
actions: [action_policy]
slots:
  turn: {type: any, mappings: [{type: custom}]}
  history: {type: any, mappings: [{type: custom}]}
"""
NLU = """
version: "3.1"
nlu:
  - intent: wages_claim
    examples: |
      - 老板欠我工资
      - 三个月没发钱了
      - 工资被拖欠找谁
  - intent: climate_targets
    examples: |
      - 碳排放强度要降多少
      - 碳排放目标是什么
      - 减排的指标有哪些
"""
RULES = """
version: "3.1"
rules:
  - rule: answer from the knowledge base
    steps:
      - or: [{intent: wages_claim}, {intent: climate_targets}]
      - action: action_policy
"""
MODEL = "models/small.tar.gz"
QUESTION = "老板欠我三个月工资"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATABASE.is_file(), reason="no base: run `make build`"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as Rasa lays it out, with the base where our tokenizer looks for it."""
    home = tmp_path_factory.mktemp("small")
    for name in ("build", "data"):
        (home / name).mkdir()
    (home / "build" / DATABASE.name).symlink_to(DATABASE)
    files = {"config.yml": CONFIG, "domain.yml": DOMAIN, "credentials.yml": "rest:\n"}
    files |= {"data/nlu.yml": NLU, "data/rules.yml": RULES}
    for name, text in files.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def trained(folder: Path) -> subprocess.CompletedProcess[str]:
    return rasa("train", "--out", "models", "--fixed-model-name", "small", folder=folder)


@pytest.fixture(scope="module")
def actions(folder: Path, trained: subprocess.CompletedProcess[str]) -> Iterator[str]:
    """The address of an action server that the other commands are told of."""
    address = f"http://127.0.0.1:{free_port()}"
    (folder / "endpoints.yml").write_text(f'action_endpoint:\n  url: "{address}/webhook"\n')
    port = address.rpartition(":")[2]
    with serving(
        "run", "actions", "--actions", "actions.rasa_actions", "--port", port, folder=folder
    ):
        wait(lambda: httpx.get(f"{address}/health").is_success)
        yield address


def rasa(*arguments: str, folder: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [RASA, *arguments], cwd=folder, input=typed, capture_output=True, text=True, timeout=120
    )


@contextmanager
def serving(*arguments: str, folder: Path) -> Iterator[None]:
    with (folder / f"{arguments[1].strip('-')}.log").open("ab") as log:
        process = subprocess.Popen([RASA, *arguments], cwd=folder, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def quoted(messages: Sequence[dict[str, object]]) -> str:
    """Return what an answer holds as text."""
    return json.dumps([message["custom"] for message in messages], ensure_ascii=False)


def test_train_makes_a_model_and_says_so(
    folder: Path, trained: subprocess.CompletedProcess[str]
) -> None:
    assert (trained.returncode, (folder / MODEL).is_file()) == (0, True), trained.stderr
    assert "Your Rasa model is trained and saved" in trained.stdout
    assert "Deprecat" not in trained.stderr and "Traceback" not in trained.stderr


def test_data_are_validated(folder: Path) -> None:
    command = ("data", "validate", "--fail-on-warnings", "--data", "data/nlu.yml")
    assert rasa(*command, "data/rules.yml", folder=folder).returncode == 0
    unknown = folder / "unknown.yml"
    unknown.write_text(RULES.replace("climate_targets", "weather"), encoding="utf-8")
    done = rasa(*command, unknown.name, folder=folder)
    assert done.returncode == 1 and "weather" in done.stdout + done.stderr


def test_nlu_is_tested_on_a_file_without_plots(
    folder: Path, trained: subprocess.CompletedProcess[str]
) -> None:
    asked = folder / "asked.yml"
    asked.write_text(NLU.replace("- 老板欠我工资", "- 碳排放强度的目标是多少"), encoding="utf-8")
    done = rasa("test", "nlu", "--model", MODEL, "--nlu", asked.name, "--out", "out", folder=folder)
    assert done.returncode == 0, done.stderr
    report = json.loads((folder / "out" / "intent_report.json").read_text(encoding="utf-8"))
    assert report["wages_claim"]["support"] == 3 and report["wages_claim"]["recall"] < 1
    errors = json.loads((folder / "out" / "intent_errors.json").read_text(encoding="utf-8"))
    assert [error["text"] for error in errors] == ["碳排放强度的目标是多少"]
    assert "matplotlib is not installed" in done.stderr and not list(folder.glob("out/*.png"))


def test_the_action_server_runs_one_action_for_a_request(actions: str) -> None:
    names = {action["name"] for action in httpx.get(f"{actions}/actions").json()}
    assert names == {"action_policy", "action_fallback", "validate_guide_form"}
    message = {"text": QUESTION, "intent": {"name": "wages_claim", "confidence": 1.0}}
    tracker = {"sender_id": "c", "slots": {}, "latest_message": message, "events": []}
    call = {"next_action": "action_policy", "sender_id": "c", "tracker": tracker, "domain": {}}
    given = httpx.post(f"{actions}/webhook", json=call, timeout=30).json()
    assert "12333" in quoted(given["responses"])
    assert {"event": "slot", "timestamp": None, "name": "turn", "value": 1} in given["events"]


def test_the_shell_answers_what_is_typed(folder: Path, actions: str) -> None:
    options = ("--model", MODEL, "--port", str(free_port()))
    done = rasa("shell", *options, folder=folder, typed=f"{QUESTION}\n/stop\n")
    assert done.returncode == 0, done.stderr
    assert '"name": "wages_claim"' in done.stdout and "12333" in done.stdout


def test_the_server_of_rasa_answers_with_the_actions_of_the_other(
    folder: Path, actions: str
) -> None:
    port = str(free_port())
    options = ("--model", MODEL, "--interface", "127.0.0.1", "--port", port)
    with serving("run", *options, "--credentials", "credentials.yml", folder=folder):
        address = f"http://127.0.0.1:{port}"
        wait(lambda: httpx.get(f"{address}/webhooks/rest/").is_success)
        asked = {"sender": "c", "message": QUESTION}
        given = httpx.post(f"{address}/webhooks/rest/webhook", json=asked, timeout=30).json()
    assert "12333" in quoted(given)


def test_a_command_that_needs_what_is_not_installed_says_so_in_one_line(
    folder: Path, trained: subprocess.CompletedProcess[str]
) -> None:
    done = rasa("visualize", "--stories", "data", folder=folder)
    assert done.returncode == 1
    assert "rasa: No module named 'networkx'" in done.stderr and "Traceback" not in done.stderr


def test_a_command_computes_in_one_thread() -> None:
    """With as many threads as cores a training beside other work took three times as long."""
    free = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    code = """
import sys
from bot.rasa.__main__ import main
sys.argv = ["rasa", "--version"]
main()
from threadpoolctl import threadpool_info
print({one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"})
"""
    done = subprocess.run([sys.executable, "-c", code], env=free, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1:] == ["{1}"], done.stderr
