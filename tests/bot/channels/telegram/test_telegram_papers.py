"""The real Telegram process takes a base with added papers between two messages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from fake_bot_api import TOKEN, FakeBotApi
from needs import needs
from waiting import wait

from policies_kb.paths import ROOT

pytestmark = needs("model")
PAPER = """澜山市人民政府办公室关于规范古井保护的通知
澜政办发〔2023〕7号
各县(市、区)人民政府,市政府直属各单位:
为保护古井,经市政府同意,现通知如下:
一、普查登记
古井普查登记应当在2024年6月底前完成。（责任单位:市文物局）
澜山市人民政府办公室
2023年3月5日
"""
QUESTION = "古井普查登记什么时候完成"


def test_it_answers_from_an_added_paper_without_a_restart(tmp_path: Path) -> None:
    (tmp_path / "wells.txt").write_text(PAPER, encoding="utf-8")
    with FakeBotApi() as api, (tmp_path / "log").open("wb") as log:
        environment = {
            **os.environ,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API": api.url,
            "WENCE_DATA": str(tmp_path / "data"),
            "WENCE_DATABASE": f"sqlite:///{tmp_path}/wence.db",
        }
        command = [sys.executable, "-m", "bot", "telegram"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            api.write(QUESTION)
            wait(lambda: len(api.texts()) >= 1, 120)
            assert not any("2024年6月底前" in text for text in api.texts())
            add = [sys.executable, "-m", "policies_kb", "add", str(tmp_path / "wells.txt"), "--yes"]
            subprocess.run(add, cwd=ROOT, env=environment, check=True, capture_output=True)

            def answered() -> bool:
                api.write(QUESTION, chat=8)
                shown = len(api.texts(8))
                wait(lambda: len(api.texts(8)) > shown, 30)
                return any("2024年6月底前" in text for text in api.texts(8))

            wait(answered, 60)
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0, (tmp_path / "log").read_text(encoding="utf-8")
        finally:
            process.kill()
            process.wait()
