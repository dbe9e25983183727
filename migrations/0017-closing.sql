-- A cohort is closed when its work is done: who closed it and when, and from then on the database itself refuses every
-- change to its records, by whatever road it comes. Erasing a person's account still takes what is theirs along.
alter table cohorts
  add column closed_at timestamptz,
  add column closed_by uuid references accounts on delete set null,
  add constraint cohorts_closed_by_somebody_at_a_time check (closed_by is null or closed_at is not null);
create index cohorts_closed_by on cohorts (closed_by);
create index cohorts_closed on cohorts (closed_at) where closed_at is not null;

-- A closing waits for those who write in the cohort, and they wait for it: none of them finds it open and ends after it.
create function cohort_lock_key(cohort uuid) returns bigint language sql immutable as $$
  select hashtextextended('closing of cohort ' || cohort, 0)
$$;

-- The day on which a cohort was closed, by its own calendar; null while it is open.
create function cohort_closed_on(cohort uuid) returns text language plpgsql as $$
declare
  closed_on text;
begin
  perform pg_advisory_xact_lock_shared(cohort_lock_key(cohort));
  select to_char(closed_at at time zone time_zone, 'YYYY-MM-DD') into closed_on from cohorts where id = cohort;
  return closed_on;
end $$;

-- Whether a change only lets go of somebody whose account is gone: their own row is deleted (`person` is its column), or
-- a row forgets that they wrote it.
create function is_erasure(before jsonb, after jsonb, person text) returns boolean language plpgsql as $$
declare
  changed text;
begin
  if after is null then
    return (before ->> person) is not null and not exists (select 1 from accounts where id = (before ->> person)::uuid);
  end if;
  for changed in select key from jsonb_each(before) where value is distinct from after -> key loop
    if changed not in ('created_by', 'closed_by', 'author_id', 'recorded_by', 'invited_by', 'account_id', 'granted_by',
        'marker_id', 'made_by') or (after ->> changed) is not null
      or exists (select 1 from accounts where id = (before ->> changed)::uuid) then
      return false;
    end if;
  end loop;
  return true;
end $$;

create function refuse_closed(closed_on text) returns void language plpgsql as $$
begin
  raise exception 'the cohort was closed on %', closed_on
    using errcode = 'TP001', constraint = 'cohort_is_closed', detail = closed_on;
end $$;

-- Arguments: what leads from the row to its cohort (cohort, session or attempt), and the column of whose row it is.
create function refuse_in_closed_cohort() returns trigger language plpgsql as $$
declare
  cohort uuid;
  cohorts_of_row uuid[];
  closed_on text;
begin
  if tg_argv[0] = 'cohort' then
    cohorts_of_row := array[old.cohort_id, new.cohort_id];
  elsif tg_argv[0] = 'session' then
    cohorts_of_row := array(select cohort_id from cohort_sessions where id in (old.session_id, new.session_id));
  else
    cohorts_of_row := array(select cohort_id from attempts where id in (old.attempt_id, new.attempt_id));
  end if;
  for cohort in select distinct one from unnest(cohorts_of_row) one where one is not null loop
    closed_on := coalesce(closed_on, cohort_closed_on(cohort));
  end loop;
  if closed_on is null then
    return coalesce(new, old);
  end if;
  if tg_op = 'INSERT' then
    perform refuse_closed(closed_on);
  elsif tg_op = 'DELETE' then
    if not is_erasure(to_jsonb(old), null, tg_argv[1]) then perform refuse_closed(closed_on); end if;
    return old;
  elsif not is_erasure(to_jsonb(old), to_jsonb(new), tg_argv[1]) then
    perform refuse_closed(closed_on);
  end if;
  return new;
end $$;

-- The cohort itself: nobody is at work in it when it closes, and then it changes only by being opened again.
create function keep_closed_cohort() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform refuse_closed(to_char(old.closed_at at time zone old.time_zone, 'YYYY-MM-DD'));
  elsif old.closed_at is null then
    perform pg_advisory_xact_lock(cohort_lock_key(old.id));
    if exists (select 1 from attempts where cohort_id = old.id and submitted_at is null) then
      raise exception 'an attempt is open in the cohort'
        using errcode = 'check_violation', constraint = 'cohorts_closed_without_open_attempts';
    end if;
  elsif not (new.closed_at is null
        and to_jsonb(new) - 'closed_at' - 'closed_by' = to_jsonb(old) - 'closed_at' - 'closed_by')
      and not is_erasure(to_jsonb(old), to_jsonb(new), null) then
    perform refuse_closed(to_char(old.closed_at at time zone old.time_zone, 'YYYY-MM-DD'));
  end if;
  return coalesce(new, old);
end $$;
create trigger cohorts_closed before update on cohorts for each row
  when (old.closed_at is not null or new.closed_at is not null) execute function keep_closed_cohort();
create trigger cohorts_closed_stay before delete on cohorts for each row
  when (old.closed_at is not null) execute function keep_closed_cohort();

create trigger cohort_members_closed before insert or update or delete on cohort_members
  for each row execute function refuse_in_closed_cohort('cohort', 'learner_id');
create trigger cohort_trainers_closed before insert or update or delete on cohort_trainers
  for each row execute function refuse_in_closed_cohort('cohort', 'trainer_id');
create trigger cohort_waiting_closed before insert or update or delete on cohort_waiting
  for each row execute function refuse_in_closed_cohort('cohort', 'learner_id');
create trigger cohort_sessions_closed before insert or update or delete on cohort_sessions
  for each row execute function refuse_in_closed_cohort('cohort');
create trigger session_attendance_closed before insert or update or delete on session_attendance
  for each row execute function refuse_in_closed_cohort('session', 'learner_id');
create trigger cohort_notes_closed before insert or update or delete on cohort_notes
  for each row execute function refuse_in_closed_cohort('cohort', 'learner_id');
create trigger cohort_letters_closed before insert or update or delete on cohort_letters
  for each row execute function refuse_in_closed_cohort('cohort', 'learner_id');
create trigger enrolment_terms_closed before insert or update or delete on enrolment_terms
  for each row execute function refuse_in_closed_cohort('cohort', 'learner_id');
create trigger invitations_closed before insert or update on invitations
  for each row execute function refuse_in_closed_cohort('cohort');
-- The invitation of somebody whose account is gone may follow it.
create trigger invitations_closed_stay before delete on invitations for each row
  when (old.accepted_at is null or old.account_id is not null) execute function refuse_in_closed_cohort('cohort');

-- While an attempt is open its cohort is too, so that storing a response asks nothing here: what was handed in is
-- refused by responses_before_submission already.
create trigger attempts_closed before insert or delete on attempts
  for each row execute function refuse_in_closed_cohort('cohort', 'learner_id');
create trigger attempts_closed_scores before update on attempts for each row
  when (old.submitted_at is not null or new.cohort_id is distinct from old.cohort_id)
  execute function refuse_in_closed_cohort('cohort', 'learner_id');
create trigger marks_closed before insert or update or delete on marks
  for each row execute function refuse_in_closed_cohort('attempt');
create trigger time_requests_closed before insert or update or delete on time_requests
  for each row execute function refuse_in_closed_cohort('attempt');
create trigger regrades_closed before insert or update or delete on regrades
  for each row execute function refuse_in_closed_cohort('cohort');
create trigger regraded_attempts_closed before insert or update or delete on regraded_attempts
  for each row execute function refuse_in_closed_cohort('attempt');

-- Certificates in one press: a run has a row for each person who had earned one, and a job settles them one by one. What
-- was earned before a cohort closed may be issued after it.
create table certificate_runs (
  id uuid not null constraint certificate_runs_pkey primary key,
  cohort_id uuid not null references cohorts on delete cascade,
  started_by uuid references accounts on delete set null,
  started_at timestamptz not null,
  ended_at timestamptz,
  constraint certificate_runs_end_after_start check (ended_at >= started_at)
);
create unique index certificate_runs_one_open on certificate_runs (cohort_id) where ended_at is null;
create index certificate_runs_cohort on certificate_runs (cohort_id, started_at);
create index certificate_runs_starter on certificate_runs (started_by);

create table certificate_run_people (
  run_id uuid not null references certificate_runs on delete cascade,
  learner_id uuid not null references accounts on delete cascade,
  outcome text,
  reason text,
  settled_at timestamptz,
  constraint certificate_run_people_once primary key (run_id, learner_id),
  constraint certificate_run_people_outcome_is_known check (outcome in ('issued', 'refused')),
  constraint certificate_run_people_settled_with_an_outcome check ((outcome is null) = (settled_at is null)),
  constraint certificate_run_people_refused_with_a_reason check (coalesce(outcome = 'refused', false) = (reason is not null))
);
create index certificate_run_people_learner on certificate_run_people (learner_id);
create index certificate_run_people_waiting on certificate_run_people (run_id) where outcome is null;

-- A cohort means no more for a learner with the last day that they have in it, or when it was closed before.
create or replace view cohort_terms as
  select enrolment_terms.learner_id, enrolment_terms.course, enrolment_terms.cohort_id,
    least(enrolment_terms.closes_at, cohorts.closed_at) as closes_at, enrolment_terms.extra_time_percent,
    cohorts.time_zone, cohorts.attendance_percent,
    (select count(*) from cohort_sessions
      where cohort_sessions.cohort_id = enrolment_terms.cohort_id and cohort_sessions.cancelled_at is null) as sessions,
    (select count(*) from session_attendance
      join cohort_sessions on cohort_sessions.id = session_attendance.session_id
      where cohort_sessions.cohort_id = enrolment_terms.cohort_id and cohort_sessions.cancelled_at is null
        and session_attendance.learner_id = enrolment_terms.learner_id) as attended
  from enrolment_terms join cohorts on cohorts.id = enrolment_terms.cohort_id;
