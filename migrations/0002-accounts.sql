-- People, how they sign in, and what they may do. An address belongs to one account, whatever its capitals.
create table accounts (
  id uuid primary key,
  email text not null,
  name text not null,
  password_hash text not null,
  country_code text not null,
  institution text not null,
  sex text not null,
  language text not null,
  consented_at timestamptz not null,
  email_confirmed_at timestamptz,
  created_at timestamptz not null,
  constraint accounts_email_is_folded check (email = lower(email)),
  constraint accounts_name_is_given check (length(name) between 1 and 120),
  constraint accounts_country_is_iso check (country_code ~ '^[A-Z]{2}$'),
  constraint accounts_sex_is_known check (sex in ('female', 'male', 'undisclosed')),
  constraint accounts_language_is_known check (language in ('en', 'fr', 'pt', 'es', 'ar'))
);
create unique index accounts_email on accounts (email);

-- Only the hash of a session's id is kept: a stolen table opens no door.
create table sessions (
  id_hash bytea primary key,
  account_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_account on sessions (account_id);

-- Links sent by letter, used once: confirming an address, setting a new password, making the first administrator.
create table account_links (
  secret_hash bytea primary key,
  account_id uuid references accounts on delete cascade,
  purpose text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint account_links_purpose_is_known check (purpose in ('confirmation', 'password', 'first-administrator')),
  constraint account_links_have_an_account check (account_id is not null or purpose = 'first-administrator')
);
create index account_links_account on account_links (account_id);

-- Everyone is a learner. Other roles are granted: the administrator's is general, the others belong to a programme.
create table role_grants (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  role text not null,
  programme_id uuid,
  granted_by uuid references accounts on delete set null,
  granted_at timestamptz not null,
  constraint role_grants_role_is_known check (role in ('administrator', 'trainer', 'donor')),
  constraint role_grants_scope check ((role = 'administrator') = (programme_id is null))
);
create unique index role_grants_once on role_grants (account_id, role, coalesce(programme_id, '00000000-0000-0000-0000-000000000000'));
