-- Attempts under written rules: a seed that draws them again, a deadline that the database knows, saves in order.
alter table attempts
  add column seed text,
  add column cohort_id uuid references cohorts on delete set null,
  add column rules jsonb not null default '{"time_limit_minutes": null, "at_deadline": "mark", "attempts_allowed": null, "wait_minutes": 0, "feedback": "attempt", "marking": {"anonymous": true, "second_marker": false}}',
  add column due_at timestamptz,
  add column due_by text,
  add column extra_time_percent integer not null default 0,
  add column closed_by text,
  add column marking text,
  add column revision integer not null default 0,
  add column corrections jsonb not null default '{}';
update attempts set seed = id::text, closed_by = case when submitted_at is not null then 'learner' end;
alter table attempts alter column seed set not null, alter column rules drop default;

-- An attempt is scored exactly when it is submitted; whether it passed is open as long as a trainer has to mark.
alter table attempts drop constraint attempts_scored_when_submitted;
alter table attempts
  add constraint attempts_scored_when_submitted check (
    (submitted_at is null) = (score_raw is null) and (submitted_at is null) = (score_max is null)
    and (submitted_at is null) = (closed_by is null)
    and (outcome is null) = (submitted_at is null or coalesce(marking = 'waiting', false))),
  add constraint attempts_marked_when_submitted check (marking is null or submitted_at is not null),
  add constraint attempts_marking_is_known check (marking in ('waiting', 'released')),
  add constraint attempts_closed_by_is_known check (closed_by in ('learner', 'deadline')),
  add constraint attempts_due_by_is_known check (due_by in ('time-limit', 'cohort')),
  add constraint attempts_due_by_something check ((due_at is null) = (due_by is null)),
  add constraint attempts_submitted_after_start check (submitted_at >= started_at);
create index attempts_due on attempts (due_at) where submitted_at is null;
create index attempts_cohort on attempts (cohort_id, quiz);

-- What an attempt was, and when it was handed in, is settled by handing in. Marks and regrades change its score alone.
create function refuse_settled_attempt() returns trigger language plpgsql as $$
begin
  if old.submitted_at is not null and (new.submitted_at, new.closed_by, new.items, new.seed, new.started_at)
      is distinct from (old.submitted_at, old.closed_by, old.items, old.seed, old.started_at) then
    raise exception 'attempt % is submitted', old.id using errcode = 'check_violation', constraint = 'attempts_settled_by_submission';
  end if;
  return new;
end $$;
create trigger attempts_settled_by_submission before update on attempts
  for each row execute function refuse_settled_attempt();

-- A response is as old as the attempt's revision that stored it, and knows the opened page it came from.
alter table responses
  add column revision integer not null default 0,
  add column page uuid;
create or replace function refuse_late_response() returns trigger language plpgsql as $$
begin
  if exists (select 1 from attempts where id = coalesce(new.attempt_id, old.attempt_id) and submitted_at is not null) then
    raise exception 'attempt % is submitted', coalesce(new.attempt_id, old.attempt_id)
      using errcode = 'check_violation', constraint = 'responses_before_submission';
  end if;
  return coalesce(new, old);
end $$;
drop trigger responses_before_submission on responses;
create trigger responses_before_submission before insert or update or delete on responses
  for each row execute function refuse_late_response();

-- Each save that stored something, in the server's order. A page counts its saves, so that none is stored twice.
create table saves (
  attempt_id uuid not null references attempts on delete cascade,
  revision integer not null,
  page uuid not null,
  sequence integer,
  items text[] not null,
  stored_at timestamptz not null,
  constraint saves_pkey primary key (attempt_id, revision),
  constraint saves_sequence_counts check (sequence > 0)
);
create unique index saves_once on saves (attempt_id, page, sequence);

-- Somebody who needs longer says so before the time is up.
create table time_requests (
  attempt_id uuid not null references attempts on delete cascade,
  requested_at timestamptz not null,
  constraint time_requests_once primary key (attempt_id)
);

-- What a cohort means for one learner's course: until when, and with how much more time. A learner in two cohorts has two.
create table enrolment_terms (
  learner_id uuid not null,
  course text not null,
  cohort_id uuid not null references cohorts on delete cascade,
  closes_at timestamptz not null,
  extra_time_percent integer not null default 0,
  reason text,
  granted_by uuid references accounts on delete set null,
  granted_at timestamptz,
  constraint enrolment_terms_once primary key (learner_id, cohort_id),
  constraint enrolment_terms_of_an_enrolment foreign key (learner_id, course)
    references enrolments (learner_id, course) on delete cascade,
  constraint enrolment_terms_extra_time_is_known check (extra_time_percent in (0, 25, 50, 100)),
  constraint enrolment_terms_granted_with_a_reason check ((granted_at is null) = (reason is null))
);
create index enrolment_terms_course on enrolment_terms (learner_id, course);
insert into enrolment_terms (learner_id, course, cohort_id, closes_at)
  select m.learner_id, c.course, c.id, (c.ends_on + 1)::timestamp at time zone c.time_zone
  from cohort_members m join cohorts c on c.id = m.cohort_id
  join enrolments e on e.learner_id = m.learner_id and e.course = c.course;
update attempts a set cohort_id = (
  select t.cohort_id from enrolment_terms t
  where t.learner_id = a.learner_id and t.course = a.course and t.closes_at > a.started_at
  order by t.closes_at desc limit 1);

-- A trainer's judgement of one item: the level reached in each criterion. A second marker's stands beside the first.
create table marks (
  attempt_id uuid not null references attempts on delete cascade,
  item text not null,
  place smallint not null,
  marker_id uuid references accounts on delete set null,
  levels jsonb not null,
  raw double precision not null,
  comment text not null,
  marked_at timestamptz not null,
  constraint marks_once primary key (attempt_id, item, place),
  constraint marks_place_is_known check (place in (1, 2)),
  constraint marks_raw_in_range check (raw >= 0)
);
create unique index marks_by_two_people on marks (attempt_id, item, marker_id);

-- A key that was wrong: who corrected it, why, and what it changed. Every old score stays beside the new one.
create table regrades (
  id uuid not null constraint regrades_pkey primary key,
  cohort_id uuid not null references cohorts on delete cascade,
  course text not null,
  quiz text not null,
  item text not null,
  content_hash text not null,
  correction jsonb not null,
  reason text not null,
  made_by uuid references accounts on delete set null,
  made_at timestamptz not null,
  constraint regrades_have_a_reason check (length(trim(reason)) >= 10)
);
create index regrades_cohort on regrades (cohort_id, quiz);
create table regraded_attempts (
  regrade_id uuid not null references regrades on delete cascade,
  attempt_id uuid not null references attempts on delete cascade,
  score_raw_before double precision not null,
  outcome_before text,
  score_raw_after double precision not null,
  outcome_after text,
  constraint regraded_attempts_once primary key (regrade_id, attempt_id)
);
create index regraded_attempts_attempt on regraded_attempts (attempt_id);
