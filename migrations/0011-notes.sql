-- What trainers write about a person in a cohort (notes, which the person may not see) and to them (letters). Both last
-- as long as the person's place in the cohort.
create table cohort_notes (
  id uuid not null,
  cohort_id uuid not null,
  learner_id uuid not null,
  author_id uuid references accounts on delete set null,
  text text not null,
  written_at timestamptz not null,
  constraint cohort_notes_pkey primary key (id),
  constraint cohort_notes_about_a_member foreign key (cohort_id, learner_id)
    references cohort_members (cohort_id, learner_id) on delete cascade,
  constraint cohort_notes_text_in_range check (char_length(text) between 1 and 2000)
);
create index cohort_notes_member on cohort_notes (cohort_id, learner_id, written_at);
create index cohort_notes_author on cohort_notes (author_id);

-- `press` is the same in all letters that one press sent; `reasons` are those that held at that time.
create table cohort_letters (
  id uuid not null,
  cohort_id uuid not null,
  learner_id uuid not null,
  author_id uuid references accounts on delete set null,
  press uuid not null,
  reasons text[] not null,
  subject text not null,
  text text not null,
  sent_at timestamptz not null,
  constraint cohort_letters_pkey primary key (id),
  constraint cohort_letters_one_a_press unique (press, learner_id),
  constraint cohort_letters_to_a_member foreign key (cohort_id, learner_id)
    references cohort_members (cohort_id, learner_id) on delete cascade,
  constraint cohort_letters_reasons_are_known check (
    cardinality(reasons) > 0
    and reasons <@ array['deadline', 'failed_twice', 'not_started', 'quiet', 'behind']),
  constraint cohort_letters_text_in_range check (char_length(text) between 1 and 3000)
);
create index cohort_letters_member on cohort_letters (cohort_id, learner_id, sent_at);
create index cohort_letters_author on cohort_letters (author_id);
