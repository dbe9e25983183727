-- A credential keeps every field as issued; the certificate and the public page are drawn from it, never from today's data.
create table credentials (
  id uuid primary key,
  code text not null,
  learner_id uuid not null references accounts,
  course text not null,
  record jsonb not null,
  issued_at timestamptz not null,
  constraint credentials_code_once unique (code),
  constraint credentials_once unique (learner_id, course)
);
