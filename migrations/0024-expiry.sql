-- A course may say that its certificates hold for some months. The last day stands in the record, and here where it is
-- looked for; each holder is told once for each of the times at which they are told.
alter table credentials add column expires_on date;
create index credentials_expiring on credentials (expires_on) where expires_on is not null and replaced_at is null;

create table credential_reminders (
  credential_id uuid not null references credentials on delete cascade,
  days_before integer not null,
  sent_at timestamptz not null,
  constraint credential_reminders_once primary key (credential_id, days_before)
);
