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
INSERT INTO "conversation" VALUES('tg:4242','2026-11-29 13:06:22.795703','[{"event":"action","timestamp":1795957579.2399611,"name":"action_listen","hide_rule_turn":false},{"event":"user","timestamp":1795957579.257973,"text":"一步步帮我讨薪","parse_data":{"text":"一步步帮我讨薪","intent":{"name":"wages_case","confidence":0.9961650671562451},"entities":[]},"message_id":"44e2578ca1f04e8eb6925e265a7392fd"},{"event":"user_featurization","timestamp":1795957579.427747,"use_text_for_featurization":false},{"event":"action","timestamp":1795957579.4277632,"name":"guide_form","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true},{"event":"active_loop","timestamp":1795957579.4277663,"name":"guide_form"},{"event":"slot","timestamp":1795957582.7951052,"name":"turn","value":5},{"event":"slot","timestamp":1795957582.7951071,"name":"history","value":[{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"],"month":["3"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{}}]},{"event":"slot","timestamp":1795957582.7951088,"name":"case","value":{"guide":"wages_case","facts":{"place":"义乌市","employer":"company","since":"2026-03","ended":"still"},"pending":"amount","open":true}},{"event":"slot","timestamp":1795957582.795111,"name":"requested_slot","value":"case_answer"},{"event":"action","timestamp":1795957582.7953448,"name":"action_listen","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true}]');
INSERT INTO "conversation" VALUES('wx:eaacc750713ff2759e7324dcf929514e1536440b','2026-11-29 13:06:22.862173','');
INSERT INTO "conversation" VALUES('web-1','2026-11-29 13:06:22.977561','[{"event":"action","timestamp":1795957582.9616668,"name":"action_listen","hide_rule_turn":false},{"event":"user","timestamp":1795957582.962844,"text":"杭州有哪些期限","parse_data":{"text":"杭州有哪些期限","intent":{"name":"deadlines","confidence":0.9807156971385077},"entities":[{"entity":"region","value":"杭州市","start":0,"end":2,"extractor":"PolicyEntityExtractor"}]},"message_id":"01ff10c4cdfc43c4b5273585bd367aae"},{"event":"user_featurization","timestamp":1795957582.97256,"use_text_for_featurization":false},{"event":"action","timestamp":1795957582.9725816,"name":"action_policy","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true},{"event":"slot","timestamp":1795957582.9725943,"name":"turn","value":1},{"event":"slot","timestamp":1795957582.9726012,"name":"history","value":[{"intent":"deadlines","text":"杭州有哪些期限","entities":{"region":["杭州市"]}}]},{"event":"followup","timestamp":1795957582.972603,"name":"action_listen"},{"event":"action","timestamp":1795957582.9728277,"name":"action_listen","policy":"followup_action","confidence":1.0,"hide_rule_turn":false}]');
INSERT INTO "conversation" VALUES('web-2','2026-11-29 13:06:23.122215','[{"event":"action","timestamp":1795957582.9830039,"name":"action_listen","hide_rule_turn":false},{"event":"user","timestamp":1795957582.9839602,"text":"一步步帮我讨薪","parse_data":{"text":"一步步帮我讨薪","intent":{"name":"wages_case","confidence":0.9961650671562451},"entities":[]},"message_id":"f343cd372c754f9ba6ec45af28434e37"},{"event":"user_featurization","timestamp":1795957582.985524,"use_text_for_featurization":false},{"event":"action","timestamp":1795957582.9855313,"name":"guide_form","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true},{"event":"active_loop","timestamp":1795957582.9855344,"name":"guide_form"},{"event":"slot","timestamp":1795957583.1215055,"name":"turn","value":11},{"event":"slot","timestamp":1795957583.1215081,"name":"history","value":[{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"],"month":["3"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{}}]},{"event":"slot","timestamp":1795957583.1215096,"name":"case","value":{"guide":"wages_case","facts":{"place":"义乌市","employer":"company","since":"2026-03","ended":"still","amount":20000,"people":"unknown","proof":"unknown","reachable":"unknown","filed":"unknown","special":"unknown"},"pending":null,"open":false}},{"event":"slot","timestamp":1795957583.1215127,"name":"requested_slot"},{"event":"active_loop","timestamp":1795957583.1215143},{"event":"action","timestamp":1795957583.1219478,"name":"action_listen","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true}]');
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
INSERT INTO "feedback" VALUES(1,'2026-11-29 13:06:19.435331','1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4',1,'unanswered','一步步帮我讨薪','wages_case',0.9962,'clarify','','');
INSERT INTO "feedback" VALUES(2,'2026-11-29 13:06:21.477749','1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4',2,'unanswered','义乌','nlu_fallback',0.6802,'clarify','','');
INSERT INTO "feedback" VALUES(3,'2026-11-29 13:06:21.953709','1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4',3,'unanswered','工厂','nlu_fallback',0.1719,'clarify','','');
INSERT INTO "feedback" VALUES(4,'2026-11-29 13:06:22.765991','1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4',4,'unanswered','今年3月','nlu_fallback',0.6811,'clarify','','');
INSERT INTO "feedback" VALUES(5,'2026-11-29 13:06:22.801444','1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4',5,'unanswered','还在干','nlu_fallback',0.6397,'clarify','','');
INSERT INTO "feedback" VALUES(6,'2026-11-29 13:06:22.986735','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',1,'unanswered','一步步帮我讨薪','wages_case',0.9962,'clarify','','');
INSERT INTO "feedback" VALUES(7,'2026-11-29 13:06:22.999768','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',2,'unanswered','义乌','nlu_fallback',0.6802,'clarify','','');
INSERT INTO "feedback" VALUES(8,'2026-11-29 13:06:23.008588','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',3,'unanswered','工厂','nlu_fallback',0.1719,'clarify','','');
INSERT INTO "feedback" VALUES(9,'2026-11-29 13:06:23.019781','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',4,'unanswered','今年3月','nlu_fallback',0.6811,'clarify','','');
INSERT INTO "feedback" VALUES(10,'2026-11-29 13:06:23.029581','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',5,'unanswered','还在干','nlu_fallback',0.6397,'clarify','','');
INSERT INTO "feedback" VALUES(11,'2026-11-29 13:06:23.054763','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',6,'unanswered','20000元','nlu_fallback',0.657,'clarify','','');
INSERT INTO "feedback" VALUES(12,'2026-11-29 13:06:23.080043','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',7,'unanswered','不知道','nlu_fallback',0.7823,'clarify','','');
INSERT INTO "feedback" VALUES(13,'2026-11-29 13:06:23.093753','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',8,'unanswered','不知道','nlu_fallback',0.7823,'clarify','','');
INSERT INTO "feedback" VALUES(14,'2026-11-29 13:06:23.101261','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',9,'unanswered','不知道','nlu_fallback',0.7823,'clarify','','');
INSERT INTO "feedback" VALUES(15,'2026-11-29 13:06:23.115214','a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833',10,'unanswered','不知道','nlu_fallback',0.7823,'clarify','','');
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
INSERT INTO "seen" VALUES('4242','77','open','968c9a4675091328','2026-11-29 13:08:22.859390',0,'{"id":77,"chat":4242,"kind":"text","text":"欠薪找谁","message":9,"thread":null,"edited":false,"group":false,"language":"","query":""}');
CREATE TABLE setting (
	name VARCHAR(32) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "setting" VALUES('schema_version','1');
INSERT INTO "setting" VALUES('salt','4ba54c5830214b913a3f9b51b738ee8d071fb352e905feedfefec8016117faa4');
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
INSERT INTO "wechat_message" VALUES('wx:eaacc750713ff2759e7324dcf929514e1536440b','514f4147483f68ec629c24e13d04493d9247cf20c146b0d2927173d92633c9db','2026-11-29 13:06:22.860324','2026-11-29 13:06:22.860328',1,'{"text":"一个查好的答复","choices":[],"locale":"zh-Hans","asks":false,"passing":false}','');
INSERT INTO "wechat_message" VALUES('wx:eaacc750713ff2759e7324dcf929514e1536440b','244dbb3dfb343b6143b07fd642cfbb5613f02bf79dd76f447f1a91fce3786e4e','2026-11-29 13:06:22.867306','2026-11-29 13:06:22.867314',0,'','');
CREATE TABLE wechat_signature (
	digest VARCHAR(64) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	seen DATETIME NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "wechat_signature" VALUES('stamp-1001','a49f1b7288532e335d623ae5b0f913626f2882dfcb92ce3d97f62395c89b3f43','2026-11-29 13:06:22.860415');
INSERT INTO "wechat_signature" VALUES('stamp-1002','0107224b8062b621c8870ff49ee288db2c1caf7fe21afe07a639f474a59fb886','2026-11-29 13:06:22.867414');
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
