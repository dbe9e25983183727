-- What trainers tell a whole cohort, and what its people ask and answer about each module. Words stay where they were
-- said: who is erased loses the name and nothing else, and what is withdrawn loses its words and keeps its place.
create table cohort_messages (
  id uuid not null,
  cohort_id uuid not null references cohorts on delete cascade,
  author_id uuid references accounts on delete set null,
  subject text not null,
  text text not null,
  recipients integer not null,
  sent_at timestamptz not null,
  constraint cohort_messages_pkey primary key (id),
  constraint cohort_messages_subject_in_range check (char_length(subject) between 1 and 150),
  constraint cohort_messages_text_in_range check (char_length(text) between 1 and 5000)
);
create index cohort_messages_newest on cohort_messages (cohort_id, sent_at, id);
create index cohort_messages_author on cohort_messages (author_id);

create table discussion_threads (
  id uuid not null,
  cohort_id uuid not null references cohorts on delete cascade,
  module text not null,
  constraint discussion_threads_pkey primary key (id)
);
create index discussion_threads_module on discussion_threads (cohort_id, module);

-- The post that opens a thread has the thread's own id, and the title. `by_trainer` is how it was when it was written.
create table discussion_posts (
  id uuid not null,
  thread_id uuid not null references discussion_threads on delete cascade,
  author_id uuid references accounts on delete set null,
  by_trainer boolean not null,
  title text,
  text text not null,
  written_at timestamptz not null,
  withdrawn_at timestamptz,
  hidden_at timestamptz,
  hidden_by uuid references accounts on delete set null,
  constraint discussion_posts_pkey primary key (id),
  constraint discussion_posts_of_thread unique (thread_id, id),
  constraint discussion_posts_opening_has_title check ((title is not null) = (id = thread_id)),
  constraint discussion_posts_title_in_range
    check (char_length(title) between (case when withdrawn_at is null then 1 else 0 end) and 150),
  constraint discussion_posts_text_in_range check (char_length(text) <= 3000),
  constraint discussion_posts_withdrawn_has_no_words
    check ((withdrawn_at is null) = (text <> '') and (withdrawn_at is null or coalesce(title, '') = ''))
);
create index discussion_posts_in_order on discussion_posts (thread_id, written_at, id);
create index discussion_posts_author on discussion_posts (author_id, written_at);
create index discussion_posts_hider on discussion_posts (hidden_by);
create index discussion_posts_written on discussion_posts (written_at);

-- One answer a thread: the key decides.
create table discussion_answers (
  thread_id uuid not null,
  post_id uuid not null,
  marked_by uuid references accounts on delete set null,
  marked_at timestamptz not null,
  constraint discussion_answers_one_a_thread primary key (thread_id),
  constraint discussion_answers_of_thread foreign key (thread_id, post_id)
    references discussion_posts (thread_id, id) on delete cascade,
  constraint discussion_answers_is_a_reply check (post_id <> thread_id)
);
create index discussion_answers_post on discussion_answers (thread_id, post_id);
create index discussion_answers_marker on discussion_answers (marked_by);

create table discussion_reports (
  id uuid not null,
  post_id uuid not null references discussion_posts on delete cascade,
  reporter_id uuid references accounts on delete set null,
  reason text not null,
  reported_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid references accounts on delete set null,
  constraint discussion_reports_pkey primary key (id),
  constraint discussion_reports_once unique (post_id, reporter_id),
  constraint discussion_reports_reason_in_range check (char_length(reason) between 1 and 500)
);
create index discussion_reports_reporter on discussion_reports (reporter_id);
create index discussion_reports_settler on discussion_reports (settled_by);

-- When somebody last opened a thread: what they read there stands in no letter.
create table discussion_visits (
  thread_id uuid not null references discussion_threads on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  visited_at timestamptz not null,
  constraint discussion_visits_once primary key (thread_id, account_id)
);
create index discussion_visits_account on discussion_visits (account_id);

-- Up to when somebody was told by letter what is new in a cohort (null: never), and whether they want to be.
create table discussion_digests (
  cohort_id uuid not null references cohorts on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  digest_until timestamptz,
  wanted boolean not null default true,
  constraint discussion_digests_once primary key (cohort_id, account_id)
);
create index discussion_digests_account on discussion_digests (account_id);
