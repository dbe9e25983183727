-- Who pays (a programme), who learns together (a cohort), and who leads them.
create table programmes (
  id uuid primary key,
  title_en text not null,
  title_fr text not null,
  funder text not null,
  starts_on date not null,
  ends_on date not null,
  created_at timestamptz not null,
  constraint programmes_title_once unique (title_en),
  constraint programmes_end_after_start check (ends_on >= starts_on)
);
alter table role_grants add constraint role_grants_programme
  foreign key (programme_id) references programmes on delete cascade;

create table cohorts (
  id uuid primary key,
  programme_id uuid not null references programmes,
  course text not null,
  name text not null,
  join_code text not null,
  starts_on date not null,
  ends_on date not null,
  time_zone text not null,
  created_by uuid references accounts on delete set null,
  created_at timestamptz not null,
  constraint cohorts_join_code_once unique (join_code),
  constraint cohorts_name_once unique (programme_id, name),
  constraint cohorts_end_after_start check (ends_on >= starts_on)
);

create table cohort_trainers (
  cohort_id uuid not null references cohorts on delete cascade,
  trainer_id uuid not null references accounts on delete cascade,
  constraint cohort_trainers_once primary key (cohort_id, trainer_id)
);
create index cohort_trainers_trainer on cohort_trainers (trainer_id);

create table cohort_members (
  cohort_id uuid not null references cohorts on delete cascade,
  learner_id uuid not null references accounts on delete cascade,
  joined_at timestamptz not null,
  constraint cohort_members_once primary key (cohort_id, learner_id)
);
create index cohort_members_learner on cohort_members (learner_id);
