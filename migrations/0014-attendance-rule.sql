-- A cohort may ask for a share of its workshop days before a course is complete. The view tells, for whoever keeps the
-- award rule, what each of a learner's cohorts asks and what they attended; a cancelled session counts for nothing.
alter table cohorts
  add column attendance_percent integer,
  add constraint cohorts_attendance_percent_in_range check (attendance_percent between 1 and 100);

create view cohort_attendance as
  select cohort_members.learner_id, cohorts.course, cohorts.id as cohort_id,
    cohorts.attendance_percent as needed_percent,
    (select count(*) from cohort_sessions
      where cohort_sessions.cohort_id = cohorts.id and cohort_sessions.cancelled_at is null) as sessions,
    (select count(*) from session_attendance
      join cohort_sessions on cohort_sessions.id = session_attendance.session_id
      where cohort_sessions.cohort_id = cohorts.id and cohort_sessions.cancelled_at is null
        and session_attendance.learner_id = cohort_members.learner_id) as attended
  from cohort_members join cohorts on cohorts.id = cohort_members.cohort_id;
