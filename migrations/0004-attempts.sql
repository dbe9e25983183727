-- An attempt is a row from the moment it starts and keeps its items as they were shown, keys included.
create table attempts (
  id uuid primary key,
  learner_id uuid not null,
  course text not null,
  quiz text not null,
  number integer not null,
  language text not null,
  content_hash text not null,
  items jsonb not null,
  pass_mark_scaled double precision not null,
  started_at timestamptz not null,
  submitted_at timestamptz,
  score_raw double precision,
  score_max double precision,
  outcome text,
  constraint attempts_of_an_enrolment foreign key (learner_id, course)
    references enrolments (learner_id, course) on delete cascade,
  constraint attempts_numbered unique (learner_id, course, quiz, number),
  constraint attempts_scored_when_submitted check (
    (submitted_at is null) = (score_raw is null) and (submitted_at is null) = (score_max is null)
    and (submitted_at is null) = (outcome is null)),
  constraint attempts_score_in_range check (score_raw between 0 and score_max),
  constraint attempts_outcome_is_known check (outcome in ('passed', 'failed'))
);
create unique index attempts_one_open on attempts (learner_id, course, quiz) where submitted_at is null;

create table responses (
  attempt_id uuid not null references attempts on delete cascade,
  item text not null,
  response jsonb not null,
  stored_at timestamptz not null,
  constraint responses_once primary key (attempt_id, item)
);

-- A response is part of the record once the attempt is handed in: no later write may touch it, by whatever road.
create function refuse_late_response() returns trigger language plpgsql as $$
begin
  if exists (select 1 from attempts where id = new.attempt_id and submitted_at is not null) then
    raise exception 'attempt % is submitted', new.attempt_id using errcode = 'check_violation', constraint = 'responses_before_submission';
  end if;
  return new;
end $$;
create trigger responses_before_submission before insert or update on responses
  for each row execute function refuse_late_response();
