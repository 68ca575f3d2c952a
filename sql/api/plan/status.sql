-- SPDX-License-Identifier: MIT
create function api.plan_status(
  plan core.plan_key,
  due_soon core.days_ahead default null
) returns json
language plpgsql stable
as $$
declare
  home plan := plan_get(plan);
  today date := today(home.key);
  day date := (select t.day from tally_day as t where t.plan = home.key);
  horizon date := today + coalesce(due_soon, 14);
  counts jsonb := status_counts(home.key);
  raised record := status_leads(counts);
  total tally := tally_total(home.key, day, today);
  late integer[] := status_actions(home.key, '-infinity', today - 1);
  soon integer[] := status_actions(home.key, today, horizon);
  listed json[] := array(
    select short.summary from action_summaries(home.key, late || soon, today) as short);
begin
  return json_build_object(
    'plan', json_build_object('key', home.key, 'title', home.title, 'summary', home.summary,
      'launched', home.launched),
    'today', today, 'revision', revision_of(home.key), 'fingerprint', fingerprint_of(home.key),
    'next_meeting', status_meeting(home.key, true, today),
    'last_meeting', status_meeting(home.key, false, today),
    'meetings', (select count(*) from meeting as m where m.plan = home.key and not m.withdrawn),
    'leads', raised.leads, 'decisions', raised.decisions, 'actions', status_states(total),
    'overdue', coalesce(total.late, 0), 'due_soon', status_due(home.key, today, horizon),
    'due_soon_until', horizon, 'postponed', coalesce(total.postponed, 0),
    'by_organisation', status_owners(home.key, day, today), 'by_sector', status_sectors(home.key, day, today),
    'indicators', status_indicators(home.key),
    'value', status_value(home.key, total),
    'loose', loose_counts(home.key, total, counts),
    'late', array_to_json(listed[:cardinality(late)]), 'soon', array_to_json(listed[cardinality(late) + 1:]));
end;
$$;

comment on function api.plan_status is $$Says where a plan stands: its meetings, counts, what is late or due soon, indicators and what hangs loose.

It costs the same at any number of actions. `overdue`, `late`, `due_soon` and `soon` tell of what is agreed and not yet
done; `late` and `soon` hold the first ten by deadline. In `by_organisation` persons count under theirs, and null stands for
no owner; an action of several sectors counts in each of `by_sector`. `value` is in euros, of actions not cancelled.
`indicators` holds the first fifty. For `loose` see plan.loose. `fingerprint` vouches for all of the journal up to
`revision`: journal.verify finds it again.
Who sees the plan in part reads the same of that part: what is shared and what is one's own, each action once; `value`
is then of one's own actions.

plan: the plan's key
due_soon: how many days ahead count as soon; 14 unless given
Returns: plan, today, revision, fingerprint, meetings, counts of leads, decisions and actions, what is late or soon,
and the rest above
Errors: not_found$$;
