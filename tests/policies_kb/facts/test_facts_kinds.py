"""The kinds of dates, figures and duties that papers of cities and counties hold."""

from __future__ import annotations

import time

import pytest
from strictness import all_if_any

from policies_kb.facts import Facts, extract
from policies_kb.facts.unit_lists import read_parties
from policies_kb.rows import Document, Provision
from tests.rigs.labelled_papers import KINDS, labelled, labelled_forms, measure

#: What must be found of the labelled papers, and how much of what is found must be right.
AIMS = {"deadlines": (0.95, 0.97), "figures": (0.95, 0.97), "responsibilities": (0.95, 0.97)}


def _read(
    text: str, signed: str = "2022-03-15", kind: str = "para", title: str = "某通知"
) -> Facts:
    document = Document("d", "某发〔2022〕1号", title, "某市", signed, "i", "f.txt", 0, 1)
    row = Provision("d", "p", "", 0, 0, kind, "", "", text, 0, len(text))
    return extract(document, [row])


def _figures(text: str) -> set[str]:
    rows = _read(text)
    assert all_if_any(row.quote in text for row in (*rows.targets, *rows.thresholds))
    return {f"{row.comparison} {row.value} {row.unit}" for row in (*rows.targets, *rows.thresholds)}


@pytest.mark.parametrize("kind", KINDS)
def test_labelled_papers_give_what_a_person_found(kind: str) -> None:
    faults: list[str] = []
    score = measure(labelled(), faults)[kind]
    recall, precision = AIMS[kind]
    assert score.recall >= recall and score.precision >= precision, "\n".join(faults)


@pytest.mark.parametrize("kind", KINDS)
def test_papers_in_the_forms_people_have_give_it_too(kind: str) -> None:
    faults: list[str] = []
    score = measure(labelled_forms(), faults)[kind]
    recall, precision = AIMS[kind]
    assert score.recall >= recall and score.precision >= precision, "\n".join(faults)


def test_no_day_of_the_labelled_papers_is_wrong() -> None:
    faults: list[str] = []
    measure(labelled(), faults)
    assert not [fault for fault in faults if "false 20" in fault]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("自2022年4月1日起至9月30日止，减半收费。", ["2022-09-30"]),
        ("活动时间为2022年11月20日至次年1月10日。", ["2023-01-10"]),
        ("分别于4月10日、10月10日前报送小结。", ["2022-04-10", "2022-10-10"]),
        ("今年8月底前完成。", ["2022-08-31"]),
        ("录取名单于7月9日公布，9月1日报到。", ["2022-07-09", "2022-09-01"]),
        ("明年3月底前完成验收。", ["2023-03-31"]),
        ("年底前完成全部改造。", ["2022-12-31"]),
        ("年内完成全部改造。", ["2022-12-31"]),
        ("9月3日18时前全部撤离。", ["2022-09-03"]),
        ("申请截止时间为2022年6月30日。", ["2022-06-30"]),
        ("2022年5月前完成设计，10月底前完工。", ["2022-05-31", "2022-10-31"]),
    ],
)  # fmt: skip
def test_days_take_their_year_from_the_sentence_or_the_paper(words: str, due: list[str]) -> None:
    rows = _read(words).deadlines
    assert [row.due for row in rows] == due
    assert all(row.sure for row in rows)


def test_a_check_of_so_many_each_year_is_due_each_year() -> None:
    for words in ("市体育局每年抽查场馆10%。", "市体育局每年检查场馆2次。"):
        [row] = _read(words).deadlines
        assert row.rrule == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"


def test_a_day_in_a_bracket_of_its_own_is_one() -> None:
    [row] = _read("方案编制（5月底前）。各县完成调查。").deadlines
    assert row.due == "2022-05-31"


def test_before_a_year_may_be_its_first_day_or_its_last() -> None:
    [row] = _read("2024年前全面完成整治任务。").deadlines
    assert not row.sure


def test_a_day_that_had_passed_may_be_one_of_the_next_year_and_is_not_sure() -> None:
    [row] = _read("2月20日前上报计划。").deadlines
    assert (row.due, row.sure) == ("2023-02-20", False)


def test_without_a_day_of_signing_the_number_tells_the_year() -> None:
    [row] = _read("9月底前完成整改。", signed="").deadlines
    assert row.due == "2022-09-30"


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("各县应于次月15日前申报。", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("各县每日上报进度。", "FREQ=DAILY"),
        ("每周一、周四通报情况。", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("每季度末报送小结。", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("资金于每季度末月18日前拨付。", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=18"),
        ("每半年组织一次演练。", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("至少每二十日检查一次。", "FREQ=DAILY;INTERVAL=20"),
        ("每三年开展一次评估。", "FREQ=YEARLY;INTERVAL=3;BYMONTH=12;BYMONTHDAY=-1"),
        ("每年3月底前自查，6月底前复核。", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1"),
    ],
)
def test_what_is_due_again_and_again(words: str, rule: str) -> None:
    assert _read(words).deadlines[-1].rrule == rule


@pytest.mark.parametrize(
    ("words", "event", "offset"),
    [
        ("应当自受理之日起十五日内办结。", "受理之日起", 15),
        ("应当在有效期届满前30日内申请延续。", "有效期届满", -30),
        ("汛期结束后10日内报送总结。", "汛期结束后", 10),
        ("停业的，应当提前六十日报告。", "", -60),
        ("应当于每年汛期前开展一次排查。", "每年汛期", -1),
        ("应当自购机之日起两年内提出申请。", "购机之日起", None),
    ],
)
def test_what_is_due_round_an_event(words: str, event: str, offset: int | None) -> None:
    [row] = _read(words).deadlines
    assert (row.event, row.offset, row.due) == (event, offset, "")


@pytest.mark.parametrize(
    "words",
    [
        "来本县前14日内有旅居史的，应当登记。",
        "近3年内无不良记录的企业优先。",
        "按每人每年1200元发放补贴。",
        "培训规模扩大到每年2000人。",
        "每周开放时间不少于56小时。",
        "本办法自2022年7月1日起施行。",
        "2022年6月30日前已投产的企业适用本条。",
        "统计范围为上一年度1月至12月。",
        "2022年7月1日开始，恢复正常收费。",
        "24小时内最高收费20元。",
        "施工周期控制在90天以内。",
        "租金每年涨幅不高于4%。",
        "每人每月申领不超过3次。",
        "每年新建书房5个。",
        "每年抽查比例不低于6%。",
    ],
)
def test_conditions_amounts_and_starts_are_no_deadlines(words: str) -> None:
    assert not _read(words).deadlines


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("按不超过项目总投资40%的比例补助。", {"<= 40 %"}),
        ("按照不低于基本工资的150%支付。", {">= 150 %"}),
        ("给予最高80万元、最长2年的贷款。", {"<= 80 万元", "<= 2 年"}),
        ("失业率不超过控制目标的5.5%。", {"<= 5.5 %"}),
        ("利率下浮10%以上。", {">= 10 %"}),
        ("每套补助3000元。", {"= 3000 元"}),
        ("按实际支出的50%给予补贴。", {"= 50 %"}),
        ("按日加收3‰的滞纳金。", {"= 3 ‰"}),
        ("一次性奖励5万元。", {"= 5 万元"}),
        ("登记证有效期为三年。", {"= 3 年"}),
        ("每户不得超过两只。", {"<= 2 只"}),
        ("应当在二十分钟内到达。", {"<= 20 分钟"}),
        ("抽查比例不低于百分之五。", {">= 5 %"}),
        ("擅自拆除的，处五百元以上三千元以下罚款。", {">= 500 元", "<= 3000 元"}),
        ("情节严重的，处十万元以下罚款。", {"<= 100000 元"}),
        ("20人（含）以下的企业可以申请。", {"<= 20 人"}),
        ("得分80分以上的为合格。", {">= 80 分"}),
        ("合格率达到或超过前2年平均值的97%得5分，每降低1个百分点扣1分。", {">= 97 %"}),
        ("借阅超过45天的，每日收取1元。", {"> 45 天", "= 1 元"}),
        ("上座率低于七成的场次除外，得分不足60分的退出。", {"< 60 分"}),
        ("年满16周岁、连续居住满三年的可以报名。", {">= 16 周岁", ">= 3 年"}),
        ("取得证书未满两年的不再补贴。", {"< 2 年"}),
        ("7至12岁儿童半价。", {">= 7 岁", "<= 12 岁"}),
        ("暂停接单3至6个月。", {">= 3 个月", "<= 6 个月"}),
        ("标准上浮15%。", {"= 15 %"}),
        ("试行期一年，公示5天，比赛时间40分钟。", {"= 1 年", "= 5 天", "= 40 分钟"}),
        ("每100公斤奖励12元，其中县级承担4元。", {"= 12 元", "= 4 元"}),
        (
            "给予设备款30%、最高40万元的补助，市级再补5%，入选的奖6万元。",
            {"= 30 %", "<= 40 万元", "= 5 %", "= 6 万元"},
        ),
        ("申请人人均面积低于15平方米。", {"< 15 平方米"}),
        ("虚报数量超过实有数量8%的退回。", {"> 8 %"}),
        ("甲类、乙类年度限额分别为900元和600元。", {"<= 900 元", "<= 600 元"}),
    ],
)
def test_limits_fines_shares_caps_and_grants(words: str, found: set[str]) -> None:
    assert _figures(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2022年，全县茶园面积达3万亩，产量1200吨，带动农户800户。",
         {"= 3 万亩", "= 1200 吨", "= 800 户"}),
        ("客流量较2021年翻一番。", {"= 1 番"}),
        ("两年内培育名师30名，组建团队5个。", {"= 30 名", "= 5 个"}),
        ("每年举办讲座6至8场。", {">= 6 场", "<= 8 场"}),
        ("到2024年累计建成书房20个、面积4000平方米。", {"= 20 个", "= 4000 平方米"}),
        ("产值增长6%至8%。", {">= 6 %", "<= 8 %"}),
        ("覆盖面扩大到85%，粮食产量稳定在2亿斤以上。", {"= 85 %", ">= 2 亿斤"}),
        ("完整率保持98%，改造提升泵房3座。", {"= 98 %", "= 3 座"}),
        ("设金奖1名、银奖2名。", {"= 1 名", "= 2 名"}),
        ("培训课时不得少于40课时。", {">= 40 课时"}),
        ("新建小区每户不少于1个。", {">= 1 个"}),
        ("实现入户，自来水普及率100%，计划投资2亿元。", {"= 100 %", "= 2 亿元"}),
        ("2024年前建成书房9个。", {"= 9 个"}),
        ("2023年全县再建书房4个。", {"= 4 个"}),
    ],
)  # fmt: skip
def test_goals_and_numbers_of_things(words: str, found: set[str]) -> None:
    assert _figures(words) == found


def test_prizes_told_in_turn_say_whose_they_are() -> None:
    rows = _read("设金奖1名、银奖2名，分别奖励3000元、1000元。").thresholds
    assert [(row.subject, row.value, row.sure) for row in rows] == [
        ("金奖:奖励", "3000", True), ("银奖:奖励", "1000", True),
    ]  # fmt: skip
    [first, *_] = _read("对先进集体，分别奖励3000元、1000元。").thresholds
    assert not first.sure


@pytest.mark.parametrize(
    "words",
    [
        "截至2021年底，全县已建成书房12个，覆盖率达到70%。",
        "2021年投入资金300万元，同比增长9%。",
        "目前已有会员超过500人。",
        "近年来，全县累计建成书房68个。",
    ],
)
def test_what_was_reached_is_no_goal(words: str) -> None:
    assert _figures(words) == set()


def test_a_rise_over_the_year_before_without_a_year_is_not_sure() -> None:
    [row] = _read("参观人次同比增长9%。").targets
    assert not row.sure


@pytest.mark.parametrize(
    "words",
    [
        "根据《关于下达2022年计划的通知》，按不高于2019年标准征收。",
        "确保2022年用水量不低于2021年同期水平，提高2022年补助额度。",
        "对到达14日内的人员测温。",
        "深化“最多跑一次”改革。",
        "每提高1个百分点得0.5分，最多加3分。",
        "全县现有公园120个。",
        "去年共发生5人以上事故3起。",
        "由二级以上医院出具证明。",
        "借阅次数高于年均9次的水平。",
    ],
)
def test_years_names_steps_and_counts_are_no_figures(words: str) -> None:
    assert _figures(words) == set()


def test_a_figure_says_what_it_measures() -> None:
    rows = _read("返乡人员创办企业且正常经营6个月以上的，给予1万元资助。").thresholds
    assert [row.subject for row in rows] == ["返乡人员创办企业且正常经营", "资助"]


@pytest.mark.parametrize(
    ("inside", "units"),
    [
        ("市水利局、市财政局", ["市水利局", "市财政局"]),
        ("市水利局负责", ["市水利局"]),
        ("市水利局牵头,市财政局配合", ["lead 市水利局", "support 市财政局"]),
        ("责任部门:市水利局、某海关等", ["市水利局", "某海关"]),
        ("牵头单位:甲局;配合单位:各市、自治州政府", ["lead 甲局", "support 各市、自治州政府"]),
        ("市文化和旅游局、各县(市、区)政府", ["市文化和旅游局", "各县(市、区)政府"]),
        ("以下简称市水利局", []),
        ("含市政府办公室", []),
        ("试行", []),
        ("21大类40个小类", []),
    ],
)  # fmt: skip
def test_units_in_brackets(inside: str, units: list[str]) -> None:
    assert [f"{party.role} {party.unit}".strip() for party in read_parties(inside)] == units


def test_units_that_are_given_a_task() -> None:
    text = (
        "由市水利局负责组织校准。县财政局要于2022年6月底前拨款。市公安局、市教育局按职责抓好落实。"
    )
    units = [row.unit for row in _read(text).responsibilities]
    assert units == ["市水利局", "县财政局", "市公安局", "市教育局"]


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("责任单位：市体育局、市教育局。", ["市体育局", "市教育局"]),
        ("牵头单位：区民政局；配合单位：区残联。", ["lead 区民政局", "support 区残联"]),
        ("建步道〔市体育局，各县〔市、区〕政府〕", ["市体育局", "各县(市、区)政府"]),
        ("（县林业局、东海森林公安分局）", ["县林业局", "东海森林公安分局"]),
        ("市体育局会同市教育局、团市委落实。", ["市体育局", "support 市教育局", "support 团市委"]),
        ("由县水利局会同县气象局统一发布。", ["县水利局", "support 县气象局"]),
        ("体育部门负责场地，教育部门牵头赛事。", ["体育部门", "lead 教育部门"]),
        ("水利、气象、消防等部门按照各自职责管理。", ["水利部门", "气象部门", "消防部门"]),
        ("乡镇人民政府（街道办事处）负责巡查。", ["乡镇人民政府(街道办事处)"]),
        ("东海市体育局负责验收，国网东海市供电公司负责接电。",
         ["东海市体育局", "国网东海市供电公司"]),
        ("活动由市体育局、市总工会主办，东海县人民政府承办。",
         ["lead 市体育局", "lead 市总工会", "东海县人民政府"]),
        ("争议由村民委员会调解。", ["村民委员会"]),
        ("资金由市财政局于每季度末月20日前拨付。", ["市财政局"]),
        ("县体育局自受理之日起五个工作日内完成审核。", ["县体育局"]),
        ("区体育局：负责统筹推进。", ["区体育局"]),
        ("牵头单位为市体育局，协同单位为市教育局。", ["lead 市体育局", "support 市教育局"]),
        ("领导小组办公室设在市体育局。", ["市体育局"]),
        ("区体育局：统筹场地；区公安分局：负责秩序。", ["区体育局", "区公安分局"]),
        ("镇水利站负责巡查，县水利局河道科负责汇总。", ["镇水利站", "县水利局河道科"]),
        ("由区体育中心牵头，区教育局、各街道配合。",
         ["lead 区体育中心", "support 区教育局", "support 各街道"]),
        ("县水利局做好技术保障。", ["县水利局"]),
        ("县融媒体中心协助宣传。", ["support 县融媒体中心"]),
        ("由镇文化服务中心于6月10日前完成核实。", ["镇文化服务中心"]),
        ("县公安局、县交警大队按职责做好保障。", ["县公安局", "县交警大队"]),
    ],
)  # fmt: skip
def test_units_that_answer_in_other_words(words: str, units: list[str]) -> None:
    rows = _read(words).responsibilities
    assert [f"{row.role} {row.unit}".strip() for row in rows] == units
    assert all(row.sure for row in rows)


@pytest.mark.parametrize(
    "words",
    [
        "各级各有关部门负责落实。",
        "牵头部门负责汇总，主管部门负责审批。",
        "建立体育部门牵头的联席会议制度。",
        "由上一级行政机关组织复核。",
        "逾期不改的，由公安机关责令停止。",
        "由财政部门拨付经费的文化单位转为企业。",
        "去年已会同市教育局开展检查。",
        "成员由教育部、民政部等部门负责同志组成。",
    ],
)
def test_groups_punishments_and_what_was_done_name_no_unit(words: str) -> None:
    assert not _read(words).responsibilities


TABLE = (
    "序号\t重点任务\t牵头单位\t配合单位\t完成时限\n"
    "1\t建成泵站3座\t市水利局\t市财政局、各县政府\t{when}"
)


@pytest.mark.parametrize(
    ("when", "due"), [("6月底", "2022-06-30"), ("2023年3月底前", "2023-03-31"), ("长期坚持", "")]
)
def test_rows_of_a_task_table_are_facts(when: str, due: str) -> None:
    facts = _read(TABLE.format(when=when), kind="table")
    assert [(row.unit, row.role) for row in facts.responsibilities] == [
        ("市水利局", "lead"), ("市财政局", "support"), ("各县政府", "support"),
    ]  # fmt: skip
    assert [(row.due, row.actor, row.action) for row in facts.deadlines] == (
        [(due, "市水利局", "建成泵站3座")] if due else []
    )
    assert [(row.value, row.unit) for row in facts.targets] == [("3", "座")]


def test_bare_numbers_of_a_table_have_the_unit_of_their_column_or_row() -> None:
    wide = "序号\t乡镇\t新种（亩）\t受益户数\t现有（亩）\n1\t东溪镇\t120\t35\t900"
    rows = _read(wide, kind="table").targets
    assert [(row.indicator, row.value, row.unit) for row in rows] == [
        ("东溪镇:新种", "120", "亩"), ("东溪镇:受益户数", "35", "户"),
    ]  # fmt: skip
    facts = _read("指标\t单位\t2021年\t2023年\n绿化率\t%\t40\t45", kind="table")
    assert [(row.indicator, row.value, row.unit, row.target_year) for row in facts.targets] == [
        ("绿化率", "45", "%", 2023)
    ]
    assert not facts.responsibilities


def test_whole_figures_of_a_table_count_but_for_classes_of_size() -> None:
    text = "任务\t年度指标\t规格\n新增书房\t8个\t90平方米以上"
    assert [(row.indicator, row.value) for row in _read(text, kind="table").targets] == [
        ("新增书房:年度指标", "8")
    ]


def test_a_second_table_behind_its_heading_has_its_own_columns() -> None:
    text = (
        "任务\t牵头单位\t配合单位\n书房\t市体育局\t市教育局\n补助标准\n类型\t补助（元）\n甲类\t900"
    )
    facts = _read(text, kind="table")
    assert [row.unit for row in facts.responsibilities] == ["市体育局", "市教育局"]
    assert [(row.subject, row.value) for row in facts.thresholds] == [("甲类:补助", "900")]


def test_places_in_a_column_of_units_do_not_surely_answer() -> None:
    facts = _read("单位\t造林（亩）\n东溪镇\t90\n县林业局\t20", kind="table")
    assert [(row.unit, row.sure) for row in facts.responsibilities] == [
        ("东溪镇", False), ("县林业局", True),
    ]  # fmt: skip


def test_units_on_lines_of_one_cell_are_parted() -> None:
    text = "任务\t牵头单位\n修建步道\t市体育局 市教育局"
    assert [row.unit for row in _read(text, kind="table").responsibilities] == [
        "市体育局",
        "市教育局",
    ]


def test_amounts_of_a_table_are_facts_with_what_they_are_for() -> None:
    facts = _read("品目\t补贴额（元）\n微耕机\t900\n插秧机\t12000", kind="table")
    assert [(row.subject, row.value, row.unit) for row in facts.thresholds] == [
        ("微耕机:补贴额", "900", "元"), ("插秧机:补贴额", "12000", "元"),
    ]  # fmt: skip


def test_columns_of_money_are_amounts_of_what_stands_before_them() -> None:
    head = "荣誉等次\t个人(元)\t集体(元)\t资金来源"
    facts = _read(f"{head}\n一等功(省级)\t6000\t15000\t县财政专户", kind="table")
    assert [(row.subject, row.value, row.unit) for row in facts.thresholds] == [
        ("一等功(省级):个人", "6000", "元"), ("一等功(省级):集体", "15000", "元"),
    ]  # fmt: skip


def test_an_amending_act_has_no_facts_of_its_own() -> None:
    text = "将第九条修改为：“第九条　渡船应当每年检验一次，定额不得超过三十人。”"
    facts = _read(text, title="某省人民政府关于修改《某省渡口办法》的决定")
    assert facts == Facts()


@pytest.mark.parametrize(
    "words", ["每年", "1", "6月5日至", "二百元以上", "1%、", "（省水利厅、", "由"]
)
def test_text_that_is_made_to_be_slow_is_not(words: str) -> None:
    started = time.process_time()
    facts = _read(words * 40_000)
    _read((words * (1400 // len(words)) + "。") * 5)
    assert time.process_time() - started < 15
    assert any("without a full stop" in doubt.message for doubt in facts.doubts)
