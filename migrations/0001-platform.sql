-- Who did what to what, and when. An event is written in the transaction of the thing it tells of, so that one is never
-- there without the other. It keeps no reference to accounts: an account may be erased, what happened stays.
create table audit_events (
  id bigint generated always as identity constraint audit_events_pkey primary key,
  at timestamptz not null,
  account_id uuid,
  action text not null constraint audit_events_action_named check (action <> ''),
  subject text not null,
  details jsonb not null default '{}' constraint audit_events_details_object check (jsonb_typeof(details) = 'object')
);

create index audit_events_at on audit_events (at);
create index audit_events_account on audit_events (account_id, at) where account_id is not null;
create index audit_events_subject on audit_events (subject, at);
