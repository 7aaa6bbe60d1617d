"""What the environment may say."""

from __future__ import annotations

import pytest
from fake_bot_api import TOKEN

from bot.__main__ import main
from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from bot.settings.telegram import TelegramBot


def bot_of(environment: dict[str, str]) -> TelegramBot:
    return read_settings(environment).telegram_bot()


def test_a_token_is_enough() -> None:
    settings = bot_of({"TELEGRAM_TOKEN": TOKEN})
    assert settings.api == "https://api.telegram.org"
    assert settings.webhook == settings.site == ""


def test_addresses_lose_the_slash_at_their_end() -> None:
    settings = bot_of({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": "http://127.0.0.1:8081/"})
    assert settings.api == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TELEGRAM_TOKEN": "secret words"},
        {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": "localhost:8081"},
        {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": "ftp://x"},
    ],
)
def test_what_makes_no_sense_is_told_without_the_token(environment: dict[str, str]) -> None:
    with pytest.raises(SettingError) as told:
        bot_of(environment)
    assert "secret" not in str(told.value) and TOKEN not in str(told.value)


@pytest.mark.parametrize("address", ["wence.example", "ftp://wence.example", "https://", "//x"])
def test_a_public_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(SettingError, match="WENCE_PUBLIC_URL"):
        bot_of({"TELEGRAM_TOKEN": TOKEN, "WENCE_PUBLIC_URL": address})


def test_the_command_without_a_token_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    assert main(["telegram"]) == 2
    assert "TELEGRAM_TOKEN" in capsys.readouterr().err
