-- The zone that a person reads times in; empty for who reads them in their country's.
alter table accounts add column time_zone text not null default '';
