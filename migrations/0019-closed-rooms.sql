-- What came to a cohort beside its closing is closed with it: the places that institutions fill.
create trigger cohort_teams_closed before insert or update or delete on cohort_teams
  for each row execute function refuse_in_closed_cohort('cohort');

-- Of messages and discussion nothing is added any more. What was said can still be withdrawn by who said it, hidden by a
-- trainer and read by everybody: a word that does harm does it in a closed cohort, too.
create trigger cohort_messages_closed before insert or update or delete on cohort_messages
  for each row execute function refuse_in_closed_cohort('cohort');
create trigger discussion_threads_closed before insert on discussion_threads
  for each row execute function refuse_in_closed_cohort('cohort');

create function refuse_in_thread_of_closed_cohort() returns trigger language plpgsql as $$
declare
  closed_on text := cohort_closed_on((select cohort_id from discussion_threads where id = new.thread_id));
begin
  if closed_on is not null then
    perform refuse_closed(closed_on);
  end if;
  return new;
end $$;
create trigger discussion_posts_closed before insert on discussion_posts
  for each row execute function refuse_in_thread_of_closed_cohort();
create trigger discussion_answers_closed before insert on discussion_answers
  for each row execute function refuse_in_thread_of_closed_cohort();
