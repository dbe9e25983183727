-- What a trainer sets of a cohort: who hosts it, where, for how many, and after how long somebody may need a word. A
-- trainer leads it and others help; who comes when it is full waits in order.
alter table cohorts
  add column host_institution text not null default '',
  add column place text not null default '',
  add column language text not null default 'en',
  add column capacity integer,
  add column not_started_days integer not null default 5,
  add column quiet_days integer not null default 7,
  add column modules_behind integer not null default 2,
  add column deadline_days integer not null default 3,
  add column deadline_left_percent integer not null default 30,
  add column version integer not null default 1,
  add constraint cohorts_language_is_known check (language in ('en', 'fr', 'pt', 'es', 'ar')),
  add constraint cohorts_capacity_in_range check (capacity between 1 and 5000),
  add constraint cohorts_not_started_days_in_range check (not_started_days between 1 and 90),
  add constraint cohorts_quiet_days_in_range check (quiet_days between 1 and 90),
  add constraint cohorts_modules_behind_in_range check (modules_behind between 1 and 20),
  add constraint cohorts_deadline_days_in_range check (deadline_days between 1 and 60),
  add constraint cohorts_deadline_left_percent_in_range check (deadline_left_percent between 1 and 100);

-- Who began a cohort leads it; where that person is not among its trainers, the account that is oldest.
alter table cohort_trainers add column lead boolean not null default false;
update cohort_trainers t set lead = true where t.trainer_id = (
  select o.trainer_id from cohort_trainers o join cohorts c on c.id = o.cohort_id join accounts a on a.id = o.trainer_id
  where o.cohort_id = t.cohort_id
  order by (o.trainer_id is not distinct from c.created_by) desc, a.created_at, a.id limit 1);
create unique index cohort_trainers_one_lead on cohort_trainers (cohort_id) where lead;

create table cohort_waiting (
  cohort_id uuid not null references cohorts on delete cascade,
  learner_id uuid not null references accounts on delete cascade,
  turn bigint generated always as identity,
  asked_at timestamptz not null,
  constraint cohort_waiting_once primary key (cohort_id, learner_id)
);
create index cohort_waiting_turn on cohort_waiting (cohort_id, turn);
create index cohort_waiting_learner on cohort_waiting (learner_id);

-- Whichever way somebody comes in, they no longer wait.
create function end_waiting() returns trigger language plpgsql as $$
begin
  delete from cohort_waiting where cohort_id = new.cohort_id and learner_id = new.learner_id;
  return new;
end $$;
create trigger cohort_members_wait_no_longer after insert on cohort_members
  for each row execute function end_waiting();
