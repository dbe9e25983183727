-- Workshop days, who was there and how it is known, and the secret address of a person's calendar.
create table cohort_sessions (
  id uuid primary key,
  number integer generated always as identity,
  cohort_id uuid not null references cohorts on delete cascade,
  title text not null,
  place text not null,
  held_on date not null,
  from_time time not null,
  to_time time not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  secret text not null,
  revision integer not null default 0,
  created_by uuid references accounts on delete set null,
  created_at timestamptz not null,
  cancelled_at timestamptz,
  constraint cohort_sessions_number_once unique (number),
  constraint cohort_sessions_end_after_start check (ends_at > starts_at)
);
create index cohort_sessions_cohort on cohort_sessions (cohort_id, starts_at);

create table session_attendance (
  session_id uuid not null references cohort_sessions on delete cascade,
  learner_id uuid not null references accounts on delete cascade,
  how text not null,
  recorded_at timestamptz not null,
  recorded_by uuid references accounts on delete set null,
  note text,
  constraint session_attendance_once primary key (session_id, learner_id),
  constraint session_attendance_how_is_known check (how in ('code', 'hand')),
  constraint session_attendance_hand_has_note check ((how = 'hand') = (note is not null))
);
create index session_attendance_learner on session_attendance (learner_id);
create index session_attendance_recorder on session_attendance (recorded_by);

create table calendar_feeds (
  account_id uuid primary key references accounts on delete cascade,
  secret_hash bytea not null,
  made_at timestamptz not null,
  constraint calendar_feeds_secret_once unique (secret_hash)
);
