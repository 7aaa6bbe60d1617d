"""Every variable is read in one place, once, and its secrets are shown nowhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.settings.environment import look_at_environment, read_settings
from bot.settings.errors import SettingError
from bot.settings.log import log_settings
from bot.settings.settings import Settings
from bot.settings.table import known_variables, settings_table

ROOT = Path(__file__).parents[3]
#: Who else may touch the environment, and why.
EXCEPTIONS = {
    "nlu/encoder/engines.py": "sets what the engine's OpenMP reads while it is imported there",
    "policies_kb/cli.py": "is a command line of its own, which knows nothing of bot",
    "policies_kb/adding/forms/sandbox.py": "hands a child a list of harmless variables",
}
_OF_OS = {"environ", "environb", "getenv", "getenvb", "putenv"}
HIDDEN = "hidden-4711"
#: Each variable that may hold a secret, with one in it.
SECRETS = {
    "WENCE_DATABASE": f"postgresql://u:{HIDDEN}@127.0.0.1:1/x",
    "WENCE_REDIS": f"redis://:{HIDDEN}@127.0.0.1:1/0",
    "WENCE_SECRET": f"{HIDDEN}-and-more-of-it",
    "TELEGRAM_TOKEN": f"123456:AAA{HIDDEN}-of_the_bot",
    "TELEGRAM_API": f"https://u:{HIDDEN}@127.0.0.1:1",
    "TELEGRAM_WEBHOOK_URL": f"https://u:{HIDDEN}@x.example",
    "WECHAT_TOKEN": HIDDEN,
    "WECHAT_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "WECHAT_APP_SECRET": HIDDEN,
    "WECHAT_API": f"https://u:{HIDDEN}@127.0.0.1:1",
}


def touches_environment(path: Path) -> bool:
    """Tell whether a file names the environment, however it is imported."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            named = {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute):
            named = {node.attr}
        else:
            continue
        if named & _OF_OS:
            return True
    return False


def test_only_the_settings_read_the_environment() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ("policies_kb", "nlu", "actions", "bot")
        for path in (ROOT / room).rglob("*.py")
        if touches_environment(path)
    }
    rooms = {name for name in found if not name.startswith("bot/settings/")}
    assert rooms == set(EXCEPTIONS)
    assert "bot/settings/environment.py" in found


def test_nothing_set_is_all_defaults() -> None:
    blank = {name: " " for name in known_variables()}
    assert read_settings({}) == read_settings(blank) == Settings()


@pytest.mark.docs
def test_the_docs_show_the_table_of_the_code() -> None:
    docs = ROOT.joinpath("docs", "settings.md").read_text(encoding="utf-8")
    assert docs.endswith(f"\n\n{settings_table()}"), "python -m bot.settings prints the table anew"


def test_every_variable_says_what_it_is_for() -> None:
    for variable in known_variables().values():
        assert variable.means and variable.usual, variable
        assert "|" not in variable.means + variable.usual, "it would break the table"


@pytest.mark.docs
def test_docs_name_no_variable_that_nothing_reads() -> None:
    ours = re.compile(r"\b(?:WENCE|TELEGRAM|WECHAT)_[A-Z_]*[A-Z]\b")
    named = {
        name
        for page in (ROOT / "docs").glob("*.md")
        for name in ours.findall(page.read_text(encoding="utf-8"))
    }
    of_tests = {name for name in named if name.startswith("WENCE_FUZZ")}
    assert len(named) > 10
    assert named - of_tests - set(known_variables()) == set()


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_stands_in_no_text_of_the_settings(name: str) -> None:
    value = SECRETS[name]
    settings = read_settings({name: value, "WECHAT_APP_ID": "wx1"})
    log = log_settings(settings, "info")
    bot = read_settings({**SECRETS, name: value}).telegram_bot()
    kept = (settings, look_at_environment({name: value}), log, settings.wechat_caller(), bot)
    variable = known_variables()[name]
    secret = value if variable.kind == "secret" else HIDDEN
    assert variable.kind in ("secret", "url")
    assert secret in log.hidden
    assert not [part for part in kept if secret in f"{part!r}{part}"]


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_stands_in_no_error(name: str) -> None:
    wrong = f"{SECRETS[name]} x\0{SECRETS[name]}"
    look = look_at_environment({name: wrong})
    told = "".join(
        f"{error!r}{error.__cause__!r}{error.__context__!r}" for error in look.problems.values()
    )
    assert SECRETS[name] not in told and HIDDEN not in told
    if look.problems:
        with pytest.raises(SettingError, match=name) as caught:
            look.checked()
        assert "\n" not in str(caught.value)


def test_all_that_is_wrong_is_known_and_the_rest_is_read() -> None:
    look = look_at_environment(
        {"WENCE_RATE_USER": "x", "WENCE_LOG": "loud", "WENCE_RATE_CHANNEL": "7", "WENCE_FOO": "1"}
    )
    assert set(look.problems) == {"WENCE_RATE_USER", "WENCE_LOG"}
    assert look.settings.rates.channel == 7 and look.settings.rates.user == 20
    assert look.unknown == ("WENCE_FOO",)
    with pytest.raises(SettingError, match="WENCE_RATE_USER is 'x'; it is a number of messages"):
        look.checked()


#: Names of all variables at commit 003e3b2, each with a value that was good then.
OF_003E3B2 = {
    "WENCE_DATABASE": "sqlite:///var/wence.db",
    "WENCE_REDIS": "redis://127.0.0.1:6379/0",
    "WENCE_RETENTION_DAYS": "365",
    "WENCE_SECRET": "short",
    "WENCE_RATE_USER": "0",
    "WENCE_RATE_ADDRESS": "1000000",
    "WENCE_RATE_CHANNEL": "",
    "WENCE_ORIGINS": " https://a.example ,http://localhost:8000,",
    "WENCE_PUBLIC_URL": "https://gov.example/wence/",
    "WENCE_LOG": "JSON",
    "WENCE_LOG_LEVEL": "Debug",
    "WENCE_METRICS_PORT": " 9100 ",
    "WENCE_METRICS_HOST": "0.0.0.0",
    "TELEGRAM_TOKEN": "123456:AAtoken-of_the_bot",
    "TELEGRAM_API": "http://127.0.0.1:8081/",
    "TELEGRAM_WEBHOOK_URL": "https://gov.example/",
    "WECHAT_TOKEN": "token",
    "WECHAT_APP_ID": "wx0123456789abcdef",
    "WECHAT_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "WECHAT_APP_SECRET": "s",
    "WECHAT_API": "https://proxy.example/cgi-bin",
}


def test_the_variables_of_older_versions_mean_what_they_did() -> None:
    look = look_at_environment(OF_003E3B2)
    settings = look.checked()
    assert look.unknown == ()
    assert settings.public_url.endswith("/wence") and settings.origins[1] == "http://localhost:8000"
    assert (settings.log, settings.log_level, settings.metrics_port) == ("json", "debug", 9100)
    assert settings.telegram_bot().api == "http://127.0.0.1:8081"
    account = settings.wechat_account()
    assert account and account.api == "https://proxy.example/cgi-bin/"
    assert settings.rates.address == 1_000_000 and settings.retention_days == 365


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("name", ["WENCE_DATA", "WENCE_SECRET", "WECHAT_APP_ID", "WENCE_DATABASE"])
def test_quotes_that_a_file_of_settings_leaves_are_no_part_of_a_value(
    name: str, quote: str
) -> None:
    value = "sqlite:////srv/wence.db" if name == "WENCE_DATABASE" else "/srv/wence"
    assert read_settings({name: f" {quote}{value}{quote}\r"}) == read_settings({name: value})
    assert read_settings({name: quote * 2}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WENCE_DATABASE", "sqlite://var/wence.db", "two slashes"),
        ("WENCE_DATABASE", "sqlite:///~/wence.db", "only a shell replaces"),
        ("WENCE_DATABASE", f"postgresql://u:b4@{HIDDEN}@127.0.0.1/x", "%40"),
        ("WENCE_DATA", "~/wence", "only a shell replaces"),
        ("WENCE_DATA", "$HOME/wence", "only a shell replaces"),
        ("WENCE_REDIS", "localhost:6379", "redis://"),
        ("WENCE_METRICS_HOST", "http://0.0.0.0", "name or number"),
        ("WENCE_PUBLIC_URL", "https://gov.example?from=x", "the address of a site"),
        ("WENCE_PUBLIC_URL", "https://gov.example#chat", "the address of a site"),
        ("WENCE_PUBLIC_URL", "https://gov.example:99999", "no address"),
    ],
)
def test_an_odd_value_is_told_and_does_not_mean_something_else(
    name: str, value: str, told: str
) -> None:
    with pytest.raises(SettingError, match=re.escape(told)) as caught:
        read_settings({name: value})
    assert str(caught.value).startswith(name) and HIDDEN not in str(caught.value)
