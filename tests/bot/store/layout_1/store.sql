BEGIN TRANSACTION;
CREATE TABLE button (
	"key" VARCHAR(32) NOT NULL, 
	payload TEXT NOT NULL, 
	kept DATETIME NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE conversation (
	id TEXT NOT NULL, 
	updated DATETIME NOT NULL, 
	events TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "conversation" VALUES('tg:4242','2026-11-29 13:01:48.051063','[{"event":"action","timestamp":1795957307.5526493,"name":"action_listen","hide_rule_turn":false},{"event":"user","timestamp":1795957307.723845,"text":"一步步帮我讨薪","parse_data":{"text":"一步步帮我讨薪","intent":{"name":"wages_case","confidence":0.9961650671562451},"entities":[]},"message_id":"1fa04f88d7a544d694e4441a654fcfcd"},{"event":"user_featurization","timestamp":1795957307.8740737,"use_text_for_featurization":false},{"event":"action","timestamp":1795957307.874091,"name":"guide_form","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true},{"event":"active_loop","timestamp":1795957307.8740945,"name":"guide_form"},{"event":"slot","timestamp":1795957308.048508,"name":"turn","value":5},{"event":"slot","timestamp":1795957308.0485103,"name":"history","value":[{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"],"month":["3"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{}}]},{"event":"slot","timestamp":1795957308.0485122,"name":"case","value":{"guide":"wages_case","facts":{"place":"义乌市","employer":"company","since":"2026-03","ended":"still"},"pending":"amount","open":true}},{"event":"slot","timestamp":1795957308.0485144,"name":"requested_slot","value":"case_answer"},{"event":"action","timestamp":1795957308.0487468,"name":"action_listen","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true}]');
INSERT INTO "conversation" VALUES('wx:c332f84a13db1cee97f75c1fc8e6d80eda06d3de','2026-11-29 13:01:48.126822','');
INSERT INTO "conversation" VALUES('web-1','2026-11-29 13:01:48.161304','[{"event":"action","timestamp":1795957308.1420507,"name":"action_listen","hide_rule_turn":false},{"event":"user","timestamp":1795957308.1430225,"text":"杭州有哪些期限","parse_data":{"text":"杭州有哪些期限","intent":{"name":"deadlines","confidence":0.9807156971385077},"entities":[{"entity":"region","value":"杭州市","start":0,"end":2,"extractor":"PolicyEntityExtractor"}]},"message_id":"e78c402e78ad4890b1315bb781b52aab"},{"event":"user_featurization","timestamp":1795957308.15864,"use_text_for_featurization":false},{"event":"action","timestamp":1795957308.1586585,"name":"action_policy","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true},{"event":"slot","timestamp":1795957308.158668,"name":"turn","value":1},{"event":"slot","timestamp":1795957308.1586735,"name":"history","value":[{"intent":"deadlines","text":"杭州有哪些期限","entities":{"region":["杭州市"]}}]},{"event":"followup","timestamp":1795957308.1586754,"name":"action_listen"},{"event":"action","timestamp":1795957308.1588826,"name":"action_listen","policy":"followup_action","confidence":1.0,"hide_rule_turn":false}]');
INSERT INTO "conversation" VALUES('web-2','2026-11-29 13:01:48.368854','[{"event":"action","timestamp":1795957308.1643116,"name":"action_listen","hide_rule_turn":false},{"event":"user","timestamp":1795957308.169251,"text":"一步步帮我讨薪","parse_data":{"text":"一步步帮我讨薪","intent":{"name":"wages_case","confidence":0.9961650671562451},"entities":[]},"message_id":"0aae0b537019440bb07902cc8a18c8f9"},{"event":"user_featurization","timestamp":1795957308.1708572,"use_text_for_featurization":false},{"event":"action","timestamp":1795957308.1708639,"name":"guide_form","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true},{"event":"active_loop","timestamp":1795957308.1708667,"name":"guide_form"},{"event":"slot","timestamp":1795957308.3681314,"name":"turn","value":11},{"event":"slot","timestamp":1795957308.3681343,"name":"history","value":[{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"],"month":["3"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{}}]},{"event":"slot","timestamp":1795957308.368136,"name":"case","value":{"guide":"wages_case","facts":{"place":"义乌市","employer":"company","since":"2026-03","ended":"still","amount":20000,"people":"unknown","proof":"unknown","reachable":"unknown","filed":"unknown","special":"unknown"},"pending":null,"open":false}},{"event":"slot","timestamp":1795957308.3681393,"name":"requested_slot"},{"event":"active_loop","timestamp":1795957308.3681405},{"event":"action","timestamp":1795957308.3685825,"name":"action_listen","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true}]');
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	given DATETIME NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	turn INTEGER NOT NULL, 
	verdict VARCHAR(16) NOT NULL, 
	question TEXT NOT NULL, 
	intent TEXT NOT NULL, 
	confidence FLOAT NOT NULL, 
	status TEXT NOT NULL, 
	cited TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "feedback" VALUES(1,'2026-11-29 13:01:47.880305','5735515dedd6cd8fc1adb20c9e6f0e8ba099e399af986eee95b677b4524a1d98',1,'unanswered','一步步帮我讨薪','wages_case',0.9962,'clarify','','');
INSERT INTO "feedback" VALUES(2,'2026-11-29 13:01:47.918550','5735515dedd6cd8fc1adb20c9e6f0e8ba099e399af986eee95b677b4524a1d98',2,'unanswered','义乌','nlu_fallback',0.6802,'clarify','','');
INSERT INTO "feedback" VALUES(3,'2026-11-29 13:01:47.950252','5735515dedd6cd8fc1adb20c9e6f0e8ba099e399af986eee95b677b4524a1d98',3,'unanswered','工厂','nlu_fallback',0.1719,'clarify','','');
INSERT INTO "feedback" VALUES(4,'2026-11-29 13:01:48.018721','5735515dedd6cd8fc1adb20c9e6f0e8ba099e399af986eee95b677b4524a1d98',4,'unanswered','今年3月','nlu_fallback',0.6811,'clarify','','');
INSERT INTO "feedback" VALUES(5,'2026-11-29 13:01:48.052370','5735515dedd6cd8fc1adb20c9e6f0e8ba099e399af986eee95b677b4524a1d98',5,'unanswered','还在干','nlu_fallback',0.6397,'clarify','','');
INSERT INTO "feedback" VALUES(6,'2026-11-29 13:01:48.178171','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',1,'unanswered','一步步帮我讨薪','wages_case',0.9962,'clarify','','');
INSERT INTO "feedback" VALUES(7,'2026-11-29 13:01:48.190166','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',2,'unanswered','义乌','nlu_fallback',0.6802,'clarify','','');
INSERT INTO "feedback" VALUES(8,'2026-11-29 13:01:48.201606','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',3,'unanswered','工厂','nlu_fallback',0.1719,'clarify','','');
INSERT INTO "feedback" VALUES(9,'2026-11-29 13:01:48.213246','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',4,'unanswered','今年3月','nlu_fallback',0.6811,'clarify','','');
INSERT INTO "feedback" VALUES(10,'2026-11-29 13:01:48.230547','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',5,'unanswered','还在干','nlu_fallback',0.6397,'clarify','','');
INSERT INTO "feedback" VALUES(11,'2026-11-29 13:01:48.273930','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',6,'unanswered','20000元','nlu_fallback',0.657,'clarify','','');
INSERT INTO "feedback" VALUES(12,'2026-11-29 13:01:48.314172','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',7,'unanswered','不知道','nlu_fallback',0.7823,'clarify','','');
INSERT INTO "feedback" VALUES(13,'2026-11-29 13:01:48.330355','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',8,'unanswered','不知道','nlu_fallback',0.7823,'clarify','','');
INSERT INTO "feedback" VALUES(14,'2026-11-29 13:01:48.343728','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',9,'unanswered','不知道','nlu_fallback',0.7823,'clarify','','');
INSERT INTO "feedback" VALUES(15,'2026-11-29 13:01:48.361999','878b8914f7fae285f4fe8cc350431ce960172aeb9af81f4c01079f2bdc0e062e',10,'unanswered','不知道','nlu_fallback',0.7823,'clarify','','');
CREATE TABLE lease (
	name VARCHAR(32) NOT NULL, 
	owner VARCHAR(32) NOT NULL, 
	until DATETIME NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE preference (
	conversation TEXT NOT NULL, 
	locale VARCHAR(16) NOT NULL, 
	PRIMARY KEY (conversation)
);
CREATE TABLE rate (
	"key" VARCHAR(64) NOT NULL, 
	minute INTEGER NOT NULL, 
	counted INTEGER NOT NULL, 
	PRIMARY KEY ("key", minute)
);
CREATE TABLE reminded (
	reminder INTEGER NOT NULL, 
	occurrence VARCHAR(10) NOT NULL, 
	PRIMARY KEY (reminder, occurrence), 
	FOREIGN KEY(reminder) REFERENCES reminder (id) ON DELETE CASCADE
);
CREATE TABLE reminder (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	conversation TEXT NOT NULL, 
	about TEXT NOT NULL, 
	days INTEGER NOT NULL, 
	hour INTEGER NOT NULL, 
	locale VARCHAR(16) NOT NULL, 
	created DATETIME NOT NULL
);
INSERT INTO "reminder" VALUES(1,'tg:4242','{"named":{},"one":["浙政办发-2017-75","plan_2__part_2__sec_5__item_1","梳理上一年度“浙江省十大信用典型案例”并开展宣传"]}',7,9,'zh-Hans','2026-11-23 02:00:00.000000');
INSERT INTO "reminder" VALUES(2,'tg:4242','{"named":{"region":["杭州市"]},"one":[]}',7,9,'zh-Hans','2026-11-23 02:00:00.000000');
CREATE TABLE seen (
	channel VARCHAR(64) NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	owner VARCHAR(32) NOT NULL, 
	until DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (channel, id)
);
INSERT INTO "seen" VALUES('4242','77','open','238eb28fba9ef9df','2026-11-29 13:03:48.124591',0,'{"id":77,"chat":4242,"kind":"text","text":"欠薪找谁","message":9,"thread":null,"edited":false,"group":false,"language":"","query":""}');
CREATE TABLE setting (
	name VARCHAR(32) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "setting" VALUES('schema_version','1');
INSERT INTO "setting" VALUES('salt','71af263b89391e71df0c2be55a52d904d5f4acec5e50c91f2d613af63c06e9ec');
CREATE TABLE turn (
	conversation TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	intent TEXT NOT NULL, 
	confidence FLOAT NOT NULL, 
	status TEXT NOT NULL, 
	cited TEXT NOT NULL, 
	PRIMARY KEY (conversation, number), 
	FOREIGN KEY(conversation) REFERENCES conversation (id) ON DELETE CASCADE
);
INSERT INTO "turn" VALUES('tg:4242',1,'一步步帮我讨薪','wages_case',0.9962,'clarify','');
INSERT INTO "turn" VALUES('tg:4242',2,'义乌','nlu_fallback',0.6802,'clarify','');
INSERT INTO "turn" VALUES('tg:4242',3,'工厂','nlu_fallback',0.1719,'clarify','');
INSERT INTO "turn" VALUES('tg:4242',4,'今年3月','nlu_fallback',0.6811,'clarify','');
INSERT INTO "turn" VALUES('tg:4242',5,'还在干','nlu_fallback',0.6397,'clarify','');
INSERT INTO "turn" VALUES('web-1',1,'杭州有哪些期限','deadlines',0.9807,'answered','浙政办发〔2017〕77号#part_1__sec_2__para_2 浙政办发〔2017〕77号#part_3__sec_1 浙政办发〔2017〕80号#para_2 浙政办发〔2017〕77号#part_1__sec_3 浙政办发〔2017〕77号#part_3__sec_2 浙政办发〔2017〕77号#part_4__sec_2');
INSERT INTO "turn" VALUES('web-2',1,'一步步帮我讨薪','wages_case',0.9962,'clarify','');
INSERT INTO "turn" VALUES('web-2',2,'义乌','nlu_fallback',0.6802,'clarify','');
INSERT INTO "turn" VALUES('web-2',3,'工厂','nlu_fallback',0.1719,'clarify','');
INSERT INTO "turn" VALUES('web-2',4,'今年3月','nlu_fallback',0.6811,'clarify','');
INSERT INTO "turn" VALUES('web-2',5,'还在干','nlu_fallback',0.6397,'clarify','');
INSERT INTO "turn" VALUES('web-2',6,'20000元','nlu_fallback',0.657,'clarify','');
INSERT INTO "turn" VALUES('web-2',7,'不知道','nlu_fallback',0.7823,'clarify','');
INSERT INTO "turn" VALUES('web-2',8,'不知道','nlu_fallback',0.7823,'clarify','');
INSERT INTO "turn" VALUES('web-2',9,'不知道','nlu_fallback',0.7823,'clarify','');
INSERT INTO "turn" VALUES('web-2',10,'不知道','nlu_fallback',0.7823,'clarify','');
INSERT INTO "turn" VALUES('web-2',11,'不知道','nlu_fallback',0.7823,'answered','《浙江省劳动保障监察条例》#art_23 《浙江省劳动保障监察条例》#art_30 国务院令第423号#art_26 国务院令第724号#art_42 《浙江省劳动保障监察条例》#art_13 《浙江省劳动保障监察条例》#art_21 《中华人民共和国劳动争议调解仲裁法》#art_27 国务院令第423号#art_20 《中华人民共和国劳动合同法》#art_30 《中华人民共和国劳动合同法》#art_93 《浙江省劳动保障监察条例》#art_22 劳社部发〔2005〕12号#item_2 国务院令第724号#art_50 国务院令第724号#art_52');
CREATE TABLE wechat_message (
	conversation TEXT NOT NULL, 
	identity VARCHAR(64) NOT NULL, 
	received DATETIME NOT NULL, 
	beat DATETIME NOT NULL, 
	promised BOOLEAN NOT NULL, 
	answer TEXT NOT NULL, 
	given VARCHAR(8) NOT NULL, 
	PRIMARY KEY (conversation, identity), 
	FOREIGN KEY(conversation) REFERENCES conversation (id) ON DELETE CASCADE
);
INSERT INTO "wechat_message" VALUES('wx:c332f84a13db1cee97f75c1fc8e6d80eda06d3de','514f4147483f68ec629c24e13d04493d9247cf20c146b0d2927173d92633c9db','2026-11-29 13:01:48.125405','2026-11-29 13:01:48.125409',1,'{"text":"一个查好的答复","choices":[],"locale":"zh-Hans","asks":false,"passing":false}','');
INSERT INTO "wechat_message" VALUES('wx:c332f84a13db1cee97f75c1fc8e6d80eda06d3de','244dbb3dfb343b6143b07fd642cfbb5613f02bf79dd76f447f1a91fce3786e4e','2026-11-29 13:01:48.133895','2026-11-29 13:01:48.133900',0,'','');
CREATE TABLE wechat_signature (
	digest VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	seen DATETIME NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "wechat_signature" VALUES('stamp-1001','8e5799cfd49950b83ecf815fd3e54d0a02e8f840274e884271e046eb954512ed','2026-11-29 13:01:48.125508');
INSERT INTO "wechat_signature" VALUES('stamp-1002','4b2f00bbad4d4dc6057a79627cab9a2b75f3a30f086dddcc628cd6e6c8cc0dcf','2026-11-29 13:01:48.133996');
CREATE TABLE wechat_user (
	conversation TEXT NOT NULL, 
	locale VARCHAR(8) NOT NULL, 
	standing TEXT NOT NULL, 
	PRIMARY KEY (conversation), 
	FOREIGN KEY(conversation) REFERENCES conversation (id) ON DELETE CASCADE
);
CREATE INDEX ix_button_kept ON button (kept);
CREATE INDEX ix_conversation_updated ON conversation (updated);
CREATE INDEX ix_feedback_given ON feedback (given);
CREATE UNIQUE INDEX one_verdict_a_turn ON feedback (conversation, turn) WHERE verdict != 'unanswered';
CREATE INDEX ix_feedback_conversation ON feedback (conversation);
CREATE INDEX ix_reminder_conversation ON reminder (conversation);
CREATE INDEX ix_seen_until ON seen (until);
CREATE INDEX ix_wechat_signature_seen ON wechat_signature (seen);
CREATE INDEX ix_wechat_message_received ON wechat_message (received);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('reminder',2);
COMMIT;
