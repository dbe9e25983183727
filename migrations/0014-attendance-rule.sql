-- A cohort may ask for a share of its workshop days before a course is complete. The view tells whoever reads a learner's
-- record what each of their cohorts means for a course; a session that was cancelled counts for nothing.
alter table cohorts
  add column attendance_percent integer,
  add constraint cohorts_attendance_percent_in_range check (attendance_percent between 1 and 100);

create view cohort_terms as
  select enrolment_terms.learner_id, enrolment_terms.course, enrolment_terms.cohort_id, enrolment_terms.closes_at,
    enrolment_terms.extra_time_percent, cohorts.time_zone, cohorts.attendance_percent,
    (select count(*) from cohort_sessions
      where cohort_sessions.cohort_id = enrolment_terms.cohort_id and cohort_sessions.cancelled_at is null) as sessions,
    (select count(*) from session_attendance
      join cohort_sessions on cohort_sessions.id = session_attendance.session_id
      where cohort_sessions.cohort_id = enrolment_terms.cohort_id and cohort_sessions.cancelled_at is null
        and session_attendance.learner_id = enrolment_terms.learner_id) as attended
  from enrolment_terms join cohorts on cohorts.id = enrolment_terms.cohort_id;
