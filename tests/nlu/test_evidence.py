"""Words that stand apart and belong together are told."""

from __future__ import annotations

import pytest

from nlu.evidence import load_evidence


def told(text: str) -> set[str]:
    evidence = load_evidence()
    return {name for name, is_so in zip(evidence.names, evidence.of(text), strict=True) if is_so}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("厂长把我们十七个人的工资拖到现在", {"owed_pay", "pay"}),
        ("工资到今天还没发", {"owed_pay"}),
        ("the shop still owes me my wages", {"owed_pay"}),
        ("老细唔肯出粮", {"owed_pay"}),
        ("花呗晚还会不会上征信", {"loan_record"}),
        ("失信记录怎么撤销", {"record_doing"}),
        ("请把征地补偿方案公示出来", {"demand_publish", "publish_information"}),
        ("工资没发社保也没交", {"owed_pay", "other_labour"}),
    ],
)
def test_it_is_told(text: str, names: set[str]) -> None:
    assert names <= told(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("工资涨了。欠银行的钱还了", "owed_pay"),
        ("今天天气好", "pay"),
        ("happy wagers", "pay"),
        ("村里的账", "demand_publish"),
    ],
)
def test_it_is_not_told(text: str, name: str) -> None:
    assert name not in told(text)
