-- What a learner takes and has done. Progress is counted from these rows and never stored.
create table enrolments (
  id uuid primary key,
  learner_id uuid not null references accounts on delete cascade,
  course text not null,
  content_hash text not null,
  enrolled_at timestamptz not null,
  last_active_at timestamptz not null,
  completed_at timestamptz,
  constraint enrolments_once unique (learner_id, course)
);

create table lesson_completions (
  learner_id uuid not null,
  course text not null,
  lesson text not null,
  completed_at timestamptz not null,
  constraint lesson_completions_once primary key (learner_id, course, lesson),
  constraint lesson_completions_of_an_enrolment foreign key (learner_id, course)
    references enrolments (learner_id, course) on delete cascade
);
