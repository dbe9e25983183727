-- Who is erased is named no more: with the account goes the name on what was issued to it, and why it was corrected, which
-- may say it too. Whoever holds the paper still learns that it was issued, and what became of it.
create function forget_holder() returns trigger language plpgsql as $$
begin
  new.record := jsonb_set(new.record, '{name}', '""');
  update audit_events set details = details - 'reason' where subject = old.id::text and details ? 'reason';
  return new;
end $$;
create trigger credentials_forget_holder before update of learner_id on credentials for each row
  when (old.learner_id is not null and new.learner_id is null) execute function forget_holder();
alter table credentials add constraint credentials_name_goes_with_the_holder
  check (learner_id is not null or record ->> 'name' = '');

-- What was issued before rows named their cohort was earned in the one that the record names.
update credentials set cohort_id = cohorts.id
  from cohorts join cohort_members on cohort_members.cohort_id = cohorts.id
  where credentials.cohort_id is null and cohorts.course = credentials.course
    and cohort_members.learner_id = credentials.learner_id and cohorts.name = credentials.record ->> 'cohort';
