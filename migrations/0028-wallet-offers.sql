-- A certificate on its way into its holder's wallet (OpenID for Verifiable Credential Issuance, pre-authorized code): an
-- offer that is good once and for minutes, and the token for which the wallet exchanged it. Only hashes are kept. A new
-- offer of the same certificate ends the one before, and an erased account takes its offers along.
create table wallet_offers (
  credential_id uuid primary key references credentials on delete cascade,
  learner_id uuid not null references accounts on delete cascade,
  secret_hash bytea not null,
  expires_at timestamptz not null,
  token_hash bytea,
  token_expires_at timestamptz,
  constraint wallet_offers_secret_once unique (secret_hash),
  constraint wallet_offers_token_once unique (token_hash),
  constraint wallet_offers_token_ends check ((token_hash is null) = (token_expires_at is null))
);
create index wallet_offers_learner on wallet_offers (learner_id);
