-- A press that issues a cohort's certificates may say in which language, and in which second one beside it. Without a
-- language each person's certificate is in their own.
alter table certificate_runs
  add column language text,
  add column also_in text,
  add constraint certificate_runs_language check (language in ('en', 'fr', 'pt', 'es', 'ar')),
  add constraint certificate_runs_also_in check (also_in in ('en', 'fr', 'pt', 'es', 'ar')),
  add constraint certificate_runs_two_languages check (also_in <> language);
