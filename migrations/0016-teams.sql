-- Places that an institution fills itself: a trainer invites "Ministry of Finance, 3 places", and its contact, who needs
-- no account, names the people by the link in a letter. Whoever is named has an ordinary invitation that says of which
-- team it is; one that was withdrawn takes no place. Places are never exceeded, as who names people holds the team's row.
create table cohort_teams (
  id uuid primary key,
  cohort_id uuid not null references cohorts on delete cascade,
  institution text not null,
  country_code text not null,
  contact_name text not null,
  contact_email text not null,
  language text not null,
  places integer not null,
  invited_by uuid references accounts on delete set null,
  created_at timestamptz not null,
  sent_at timestamptz not null,
  reminded_at timestamptz,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  constraint cohort_teams_once unique (cohort_id, contact_email, institution),
  constraint cohort_teams_institution_is_given check (length(institution) between 1 and 120),
  constraint cohort_teams_contact_is_given check (length(contact_name) between 1 and 120),
  constraint cohort_teams_email_is_folded check (contact_email = lower(contact_email)),
  constraint cohort_teams_country_is_iso check (country_code ~ '^[A-Z]{2}$'),
  constraint cohort_teams_language_is_known check (language in ('en', 'fr', 'pt', 'es', 'ar')),
  constraint cohort_teams_places_in_range check (places between 1 and 50)
);
create index cohort_teams_inviter on cohort_teams (invited_by);
-- Those whom the night's work may remind.
create index cohort_teams_waiting on cohort_teams (sent_at) where withdrawn_at is null and reminded_at is null;

-- Each letter has a link of its own, and all of a contact's letters lead to the same places. Only hashes are kept.
create table cohort_team_links (
  secret_hash bytea primary key,
  team_id uuid not null references cohort_teams on delete cascade,
  sent_at timestamptz not null
);
create index cohort_team_links_team on cohort_team_links (team_id);

alter table invitations add column team_id uuid references cohort_teams on delete set null;
create index invitations_team on invitations (team_id);
