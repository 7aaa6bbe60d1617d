SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.button (
    key character varying(32) NOT NULL,
    payload text NOT NULL,
    kept timestamp without time zone NOT NULL
);
CREATE TABLE public.conversation (
    id text NOT NULL,
    updated timestamp without time zone NOT NULL,
    events text NOT NULL
);
CREATE TABLE public.feedback (
    id integer NOT NULL,
    given timestamp without time zone NOT NULL,
    conversation character varying(64) NOT NULL,
    turn integer NOT NULL,
    verdict character varying(16) NOT NULL,
    question text NOT NULL,
    intent text NOT NULL,
    confidence double precision NOT NULL,
    status text NOT NULL,
    cited text NOT NULL,
    note text NOT NULL
);
CREATE SEQUENCE public.feedback_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.feedback_id_seq OWNED BY public.feedback.id;
CREATE TABLE public.lease (
    name character varying(32) NOT NULL,
    owner character varying(32) NOT NULL,
    until timestamp without time zone NOT NULL
);
CREATE TABLE public.preference (
    conversation text NOT NULL,
    locale character varying(16) NOT NULL
);
CREATE TABLE public.rate (
    key character varying(64) NOT NULL,
    minute integer NOT NULL,
    counted integer NOT NULL
);
CREATE TABLE public.reminded (
    reminder integer NOT NULL,
    occurrence character varying(10) NOT NULL
);
CREATE TABLE public.reminder (
    id integer NOT NULL,
    conversation text NOT NULL,
    about text NOT NULL,
    days integer NOT NULL,
    hour integer NOT NULL,
    locale character varying(16) NOT NULL,
    created timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.reminder_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.reminder_id_seq OWNED BY public.reminder.id;
CREATE TABLE public.seen (
    channel character varying(64) NOT NULL,
    id character varying(64) NOT NULL,
    state character varying(8) NOT NULL,
    owner character varying(32) NOT NULL,
    until timestamp without time zone NOT NULL,
    tries integer NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.setting (
    name character varying(32) NOT NULL,
    value text NOT NULL
);
CREATE TABLE public.turn (
    conversation text NOT NULL,
    number integer NOT NULL,
    question text NOT NULL,
    intent text NOT NULL,
    confidence double precision NOT NULL,
    status text NOT NULL,
    cited text NOT NULL
);
CREATE TABLE public.wechat_message (
    conversation text NOT NULL,
    identity character varying(64) NOT NULL,
    received timestamp without time zone NOT NULL,
    beat timestamp without time zone NOT NULL,
    promised boolean NOT NULL,
    answer text NOT NULL,
    given character varying(8) NOT NULL
);
CREATE TABLE public.wechat_signature (
    digest character varying(64) NOT NULL,
    message character varying(64) NOT NULL,
    seen timestamp without time zone NOT NULL
);
CREATE TABLE public.wechat_user (
    conversation text NOT NULL,
    locale character varying(8) NOT NULL,
    standing text NOT NULL
);
ALTER TABLE ONLY public.feedback ALTER COLUMN id SET DEFAULT nextval('public.feedback_id_seq'::regclass);
ALTER TABLE ONLY public.reminder ALTER COLUMN id SET DEFAULT nextval('public.reminder_id_seq'::regclass);
INSERT INTO public.conversation VALUES ('tg:4242', '2026-11-29 13:06:22.795703', '[{"event":"action","timestamp":1795957579.2399611,"name":"action_listen","hide_rule_turn":false},{"event":"user","timestamp":1795957579.257973,"text":"一步步帮我讨薪","parse_data":{"text":"一步步帮我讨薪","intent":{"name":"wages_case","confidence":0.9961650671562451},"entities":[]},"message_id":"44e2578ca1f04e8eb6925e265a7392fd"},{"event":"user_featurization","timestamp":1795957579.427747,"use_text_for_featurization":false},{"event":"action","timestamp":1795957579.4277632,"name":"guide_form","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true},{"event":"active_loop","timestamp":1795957579.4277663,"name":"guide_form"},{"event":"slot","timestamp":1795957582.7951052,"name":"turn","value":5},{"event":"slot","timestamp":1795957582.7951071,"name":"history","value":[{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"],"month":["3"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{}}]},{"event":"slot","timestamp":1795957582.7951088,"name":"case","value":{"guide":"wages_case","facts":{"place":"义乌市","employer":"company","since":"2026-03","ended":"still"},"pending":"amount","open":true}},{"event":"slot","timestamp":1795957582.795111,"name":"requested_slot","value":"case_answer"},{"event":"action","timestamp":1795957582.7953448,"name":"action_listen","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true}]');
INSERT INTO public.conversation VALUES ('web-1', '2026-11-29 13:06:22.977561', '[{"event":"action","timestamp":1795957582.9616668,"name":"action_listen","hide_rule_turn":false},{"event":"user","timestamp":1795957582.962844,"text":"杭州有哪些期限","parse_data":{"text":"杭州有哪些期限","intent":{"name":"deadlines","confidence":0.9807156971385077},"entities":[{"entity":"region","value":"杭州市","start":0,"end":2,"extractor":"PolicyEntityExtractor"}]},"message_id":"01ff10c4cdfc43c4b5273585bd367aae"},{"event":"user_featurization","timestamp":1795957582.97256,"use_text_for_featurization":false},{"event":"action","timestamp":1795957582.9725816,"name":"action_policy","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true},{"event":"slot","timestamp":1795957582.9725943,"name":"turn","value":1},{"event":"slot","timestamp":1795957582.9726012,"name":"history","value":[{"intent":"deadlines","text":"杭州有哪些期限","entities":{"region":["杭州市"]}}]},{"event":"followup","timestamp":1795957582.972603,"name":"action_listen"},{"event":"action","timestamp":1795957582.9728277,"name":"action_listen","policy":"followup_action","confidence":1.0,"hide_rule_turn":false}]');
INSERT INTO public.conversation VALUES ('web-2', '2026-11-29 13:06:23.122215', '[{"event":"action","timestamp":1795957582.9830039,"name":"action_listen","hide_rule_turn":false},{"event":"user","timestamp":1795957582.9839602,"text":"一步步帮我讨薪","parse_data":{"text":"一步步帮我讨薪","intent":{"name":"wages_case","confidence":0.9961650671562451},"entities":[]},"message_id":"f343cd372c754f9ba6ec45af28434e37"},{"event":"user_featurization","timestamp":1795957582.985524,"use_text_for_featurization":false},{"event":"action","timestamp":1795957582.9855313,"name":"guide_form","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true},{"event":"active_loop","timestamp":1795957582.9855344,"name":"guide_form"},{"event":"slot","timestamp":1795957583.1215055,"name":"turn","value":11},{"event":"slot","timestamp":1795957583.1215081,"name":"history","value":[{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"],"month":["3"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{"region":["义乌市"]}},{"intent":"wages_claim","text":"一步步帮我讨薪","entities":{}}]},{"event":"slot","timestamp":1795957583.1215096,"name":"case","value":{"guide":"wages_case","facts":{"place":"义乌市","employer":"company","since":"2026-03","ended":"still","amount":20000,"people":"unknown","proof":"unknown","reachable":"unknown","filed":"unknown","special":"unknown"},"pending":null,"open":false}},{"event":"slot","timestamp":1795957583.1215127,"name":"requested_slot"},{"event":"active_loop","timestamp":1795957583.1215143},{"event":"action","timestamp":1795957583.1219478,"name":"action_listen","policy":"IndexedRulePolicy","confidence":1.0,"hide_rule_turn":true}]');
INSERT INTO public.conversation VALUES ('wx:eaacc750713ff2759e7324dcf929514e1536440b', '2026-11-29 13:06:22.862173', '');
INSERT INTO public.feedback VALUES (1, '2026-11-29 13:06:19.435331', '1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4', 1, 'unanswered', '一步步帮我讨薪', 'wages_case', 0.9962, 'clarify', '', '');
INSERT INTO public.feedback VALUES (2, '2026-11-29 13:06:21.477749', '1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4', 2, 'unanswered', '义乌', 'nlu_fallback', 0.6802, 'clarify', '', '');
INSERT INTO public.feedback VALUES (3, '2026-11-29 13:06:21.953709', '1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4', 3, 'unanswered', '工厂', 'nlu_fallback', 0.1719, 'clarify', '', '');
INSERT INTO public.feedback VALUES (4, '2026-11-29 13:06:22.765991', '1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4', 4, 'unanswered', '今年3月', 'nlu_fallback', 0.6811, 'clarify', '', '');
INSERT INTO public.feedback VALUES (5, '2026-11-29 13:06:22.801444', '1da01617b152421a7e41ec798a2952f03ff0e63055357a5be90aae8f682aece4', 5, 'unanswered', '还在干', 'nlu_fallback', 0.6397, 'clarify', '', '');
INSERT INTO public.feedback VALUES (6, '2026-11-29 13:06:22.986735', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 1, 'unanswered', '一步步帮我讨薪', 'wages_case', 0.9962, 'clarify', '', '');
INSERT INTO public.feedback VALUES (7, '2026-11-29 13:06:22.999768', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 2, 'unanswered', '义乌', 'nlu_fallback', 0.6802, 'clarify', '', '');
INSERT INTO public.feedback VALUES (8, '2026-11-29 13:06:23.008588', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 3, 'unanswered', '工厂', 'nlu_fallback', 0.1719, 'clarify', '', '');
INSERT INTO public.feedback VALUES (9, '2026-11-29 13:06:23.019781', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 4, 'unanswered', '今年3月', 'nlu_fallback', 0.6811, 'clarify', '', '');
INSERT INTO public.feedback VALUES (10, '2026-11-29 13:06:23.029581', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 5, 'unanswered', '还在干', 'nlu_fallback', 0.6397, 'clarify', '', '');
INSERT INTO public.feedback VALUES (11, '2026-11-29 13:06:23.054763', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 6, 'unanswered', '20000元', 'nlu_fallback', 0.657, 'clarify', '', '');
INSERT INTO public.feedback VALUES (12, '2026-11-29 13:06:23.080043', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 7, 'unanswered', '不知道', 'nlu_fallback', 0.7823, 'clarify', '', '');
INSERT INTO public.feedback VALUES (13, '2026-11-29 13:06:23.093753', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 8, 'unanswered', '不知道', 'nlu_fallback', 0.7823, 'clarify', '', '');
INSERT INTO public.feedback VALUES (14, '2026-11-29 13:06:23.101261', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 9, 'unanswered', '不知道', 'nlu_fallback', 0.7823, 'clarify', '', '');
INSERT INTO public.feedback VALUES (15, '2026-11-29 13:06:23.115214', 'a5469684b4817be6d389da5ec529780b583e6183104687dc7ebc6a7507e17833', 10, 'unanswered', '不知道', 'nlu_fallback', 0.7823, 'clarify', '', '');
INSERT INTO public.reminder VALUES (1, 'tg:4242', '{"named":{},"one":["浙政办发-2017-75","plan_2__part_2__sec_5__item_1","梳理上一年度“浙江省十大信用典型案例”并开展宣传"]}', 7, 9, 'zh-Hans', '2026-11-23 02:00:00');
INSERT INTO public.reminder VALUES (2, 'tg:4242', '{"named":{"region":["杭州市"]},"one":[]}', 7, 9, 'zh-Hans', '2026-11-23 02:00:00');
INSERT INTO public.seen VALUES ('4242', '77', 'open', '968c9a4675091328', '2026-11-29 13:08:22.85939', 0, '{"id":77,"chat":4242,"kind":"text","text":"欠薪找谁","message":9,"thread":null,"edited":false,"group":false,"language":"","query":""}');
INSERT INTO public.setting VALUES ('salt', '4ba54c5830214b913a3f9b51b738ee8d071fb352e905feedfefec8016117faa4');
INSERT INTO public.setting VALUES ('schema_version', '1');
INSERT INTO public.turn VALUES ('tg:4242', 1, '一步步帮我讨薪', 'wages_case', 0.9962, 'clarify', '');
INSERT INTO public.turn VALUES ('tg:4242', 2, '义乌', 'nlu_fallback', 0.6802, 'clarify', '');
INSERT INTO public.turn VALUES ('tg:4242', 3, '工厂', 'nlu_fallback', 0.1719, 'clarify', '');
INSERT INTO public.turn VALUES ('tg:4242', 4, '今年3月', 'nlu_fallback', 0.6811, 'clarify', '');
INSERT INTO public.turn VALUES ('tg:4242', 5, '还在干', 'nlu_fallback', 0.6397, 'clarify', '');
INSERT INTO public.turn VALUES ('web-1', 1, '杭州有哪些期限', 'deadlines', 0.9807, 'answered', '浙政办发〔2017〕77号#part_1__sec_2__para_2 浙政办发〔2017〕77号#part_3__sec_1 浙政办发〔2017〕80号#para_2 浙政办发〔2017〕77号#part_1__sec_3 浙政办发〔2017〕77号#part_3__sec_2 浙政办发〔2017〕77号#part_4__sec_2');
INSERT INTO public.turn VALUES ('web-2', 1, '一步步帮我讨薪', 'wages_case', 0.9962, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 2, '义乌', 'nlu_fallback', 0.6802, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 3, '工厂', 'nlu_fallback', 0.1719, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 4, '今年3月', 'nlu_fallback', 0.6811, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 5, '还在干', 'nlu_fallback', 0.6397, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 6, '20000元', 'nlu_fallback', 0.657, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 7, '不知道', 'nlu_fallback', 0.7823, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 8, '不知道', 'nlu_fallback', 0.7823, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 9, '不知道', 'nlu_fallback', 0.7823, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 10, '不知道', 'nlu_fallback', 0.7823, 'clarify', '');
INSERT INTO public.turn VALUES ('web-2', 11, '不知道', 'nlu_fallback', 0.7823, 'answered', '《浙江省劳动保障监察条例》#art_23 《浙江省劳动保障监察条例》#art_30 国务院令第423号#art_26 国务院令第724号#art_42 《浙江省劳动保障监察条例》#art_13 《浙江省劳动保障监察条例》#art_21 《中华人民共和国劳动争议调解仲裁法》#art_27 国务院令第423号#art_20 《中华人民共和国劳动合同法》#art_30 《中华人民共和国劳动合同法》#art_93 《浙江省劳动保障监察条例》#art_22 劳社部发〔2005〕12号#item_2 国务院令第724号#art_50 国务院令第724号#art_52');
INSERT INTO public.wechat_message VALUES ('wx:eaacc750713ff2759e7324dcf929514e1536440b', '244dbb3dfb343b6143b07fd642cfbb5613f02bf79dd76f447f1a91fce3786e4e', '2026-11-29 13:06:22.867306', '2026-11-29 13:06:22.867314', false, '', '');
INSERT INTO public.wechat_message VALUES ('wx:eaacc750713ff2759e7324dcf929514e1536440b', '514f4147483f68ec629c24e13d04493d9247cf20c146b0d2927173d92633c9db', '2026-11-29 13:06:22.860324', '2026-11-29 13:06:22.860328', true, '{"text":"一个查好的答复","choices":[],"locale":"zh-Hans","asks":false,"passing":false}', '');
INSERT INTO public.wechat_signature VALUES ('stamp-1001', 'a49f1b7288532e335d623ae5b0f913626f2882dfcb92ce3d97f62395c89b3f43', '2026-11-29 13:06:22.860415');
INSERT INTO public.wechat_signature VALUES ('stamp-1002', '0107224b8062b621c8870ff49ee288db2c1caf7fe21afe07a639f474a59fb886', '2026-11-29 13:06:22.867414');
SELECT pg_catalog.setval('public.feedback_id_seq', 16, false);
SELECT pg_catalog.setval('public.reminder_id_seq', 3, false);
ALTER TABLE ONLY public.button
    ADD CONSTRAINT button_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback
    ADD CONSTRAINT feedback_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.preference
    ADD CONSTRAINT preference_pkey PRIMARY KEY (conversation);
ALTER TABLE ONLY public.rate
    ADD CONSTRAINT rate_pkey PRIMARY KEY (key, minute);
ALTER TABLE ONLY public.reminded
    ADD CONSTRAINT reminded_pkey PRIMARY KEY (reminder, occurrence);
ALTER TABLE ONLY public.reminder
    ADD CONSTRAINT reminder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.seen
    ADD CONSTRAINT seen_pkey PRIMARY KEY (channel, id);
ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.turn
    ADD CONSTRAINT turn_pkey PRIMARY KEY (conversation, number);
ALTER TABLE ONLY public.wechat_message
    ADD CONSTRAINT wechat_message_pkey PRIMARY KEY (conversation, identity);
ALTER TABLE ONLY public.wechat_signature
    ADD CONSTRAINT wechat_signature_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.wechat_user
    ADD CONSTRAINT wechat_user_pkey PRIMARY KEY (conversation);
CREATE INDEX ix_button_kept ON public.button USING btree (kept);
CREATE INDEX ix_conversation_updated ON public.conversation USING btree (updated);
CREATE INDEX ix_feedback_conversation ON public.feedback USING btree (conversation);
CREATE INDEX ix_feedback_given ON public.feedback USING btree (given);
CREATE INDEX ix_reminder_conversation ON public.reminder USING btree (conversation);
CREATE INDEX ix_seen_until ON public.seen USING btree (until);
CREATE INDEX ix_wechat_message_received ON public.wechat_message USING btree (received);
CREATE INDEX ix_wechat_signature_seen ON public.wechat_signature USING btree (seen);
CREATE UNIQUE INDEX one_verdict_a_turn ON public.feedback USING btree (conversation, turn) WHERE ((verdict)::text <> 'unanswered'::text);
ALTER TABLE ONLY public.reminded
    ADD CONSTRAINT reminded_reminder_fkey FOREIGN KEY (reminder) REFERENCES public.reminder(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.turn
    ADD CONSTRAINT turn_conversation_fkey FOREIGN KEY (conversation) REFERENCES public.conversation(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.wechat_message
    ADD CONSTRAINT wechat_message_conversation_fkey FOREIGN KEY (conversation) REFERENCES public.conversation(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.wechat_user
    ADD CONSTRAINT wechat_user_conversation_fkey FOREIGN KEY (conversation) REFERENCES public.conversation(id) ON DELETE CASCADE;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
