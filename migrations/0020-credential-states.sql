-- A credential is of a kind and of the cohort in which it was earned; it may be revoked, be replaced by a corrected or a
-- renewed one, be hidden by its holder, and outlive the account of who earned it. Its place in the status list is its own
-- for ever.
alter table credentials
  add column kind text not null default 'achievement',
  add column cohort_id uuid references cohorts on delete set null,
  add column revoked_at timestamptz,
  add column revoked_by uuid references accounts on delete set null,
  add column revocation_reason text,
  add column replaced_at timestamptz,
  add column replaced_by uuid references credentials,
  add column replacement_kind text,
  add column hidden_at timestamptz,
  add column status_index integer generated always as identity,
  add constraint credentials_kind_is_known check (kind in ('participation', 'achievement')),
  add constraint credentials_revoked_with_a_reason check ((revoked_at is null) = (revocation_reason is null)),
  add constraint credentials_revocation_reason_is_known
    check (revocation_reason in ('issued_in_error', 'academic_dishonesty', 'holder_request')),
  add constraint credentials_replaced_of_a_kind check ((replaced_at is null) = (replacement_kind is null) and (replaced_at is not null or replaced_by is null)),
  add constraint credentials_replacement_kind_is_known check (replacement_kind in ('correction', 'renewal')),
  add constraint credentials_status_index_once unique (status_index);

alter table credentials drop constraint credentials_once;
create unique index credentials_once on credentials
  (learner_id, course, kind, coalesce(cohort_id, '00000000-0000-0000-0000-000000000000')) where replaced_at is null;
create index credentials_cohort on credentials (cohort_id);
create index credentials_revoker on credentials (revoked_by);
create index credentials_replacement on credentials (replaced_by);

-- Who is erased keeps no account, and whoever holds the paper still learns what became of it.
alter table credentials alter column learner_id drop not null;
alter table credentials drop constraint credentials_learner_id_fkey;
alter table credentials add constraint credentials_learner foreign key (learner_id)
  references accounts on delete set null;
