-- People whom a trainer invites from a list: one invitation for each address in a cohort. What they tell about the
-- person fills the form that makes the account, and nothing else. A job writes the letter and says so in written_at.
create table invitations (
  id uuid primary key,
  cohort_id uuid not null references cohorts on delete cascade,
  email text not null,
  name text not null,
  institution text not null,
  country_code text not null,
  language text not null,
  sex text not null,
  invited_by uuid references accounts on delete set null,
  created_at timestamptz not null,
  sent_at timestamptz not null,
  written_at timestamptz,
  reminded_at timestamptz,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  account_id uuid references accounts on delete set null,
  constraint invitations_once unique (cohort_id, email),
  constraint invitations_email_is_folded check (email = lower(email)),
  constraint invitations_name_is_given check (length(name) between 1 and 120),
  constraint invitations_country_is_iso check (country_code ~ '^[A-Z]{2}$'),
  constraint invitations_sex_is_known check (sex in ('female', 'male', 'undisclosed')),
  constraint invitations_language_is_known check (language in ('en', 'fr', 'pt', 'es', 'ar')),
  constraint invitations_accepted_or_withdrawn check (accepted_at is null or withdrawn_at is null)
);
create index invitations_account on invitations (account_id);
-- Those whom the night's work may remind.
create index invitations_waiting on invitations (sent_at)
  where accepted_at is null and withdrawn_at is null and reminded_at is null;

-- Each letter has a link of its own, and all of a person's letters lead to the same invitation. Only hashes are kept.
create table invitation_links (
  secret_hash bytea primary key,
  invitation_id uuid not null references invitations on delete cascade,
  sent_at timestamptz not null
);
create index invitation_links_invitation on invitation_links (invitation_id);
