-- What a programme aims at and who may be told what: its countries, its targets, its identifier with the International
-- Aid Transparency Initiative, and whether donors may read countries by name. A cohort may be confidential.
alter table programmes
  add column iati_identifier text not null default '',
  add column countries_named boolean not null default true,
  add column version integer not null default 1;

create table programme_countries (
  programme_id uuid not null references programmes on delete cascade,
  country_code text not null,
  constraint programme_countries_once primary key (programme_id, country_code)
);

create table programme_targets (
  programme_id uuid not null references programmes on delete cascade,
  indicator text not null,
  target integer not null,
  constraint programme_targets_once primary key (programme_id, indicator),
  constraint programme_targets_in_range check (target between 1 and 1000000)
);

alter table cohorts add column confidential boolean not null default false;
