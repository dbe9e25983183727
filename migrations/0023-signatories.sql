-- Who signs the certificates of a programme, as a list of names with titles: [{"name": "…", "title": "…"}].
alter table programmes add column signatories jsonb not null default '[]';
