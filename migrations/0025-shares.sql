-- A link with which a holder shows a certificate to whom they like; taken back, it leads nowhere.
create table credential_shares (
  credential_id uuid primary key references credentials on delete cascade,
  secret text not null,
  made_at timestamptz not null,
  constraint credential_shares_secret_once unique (secret)
);
