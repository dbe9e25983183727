-- What came to a cohort beside its closing is closed with it: the places that institutions fill.
create trigger cohort_teams_closed before insert or update or delete on cohort_teams
  for each row execute function refuse_in_closed_cohort('cohort');
