-- SPDX-License-Identifier: MIT
create function api.indicator_get(indicator core.indicator_ref) returns json
language plpgsql stable
as $$
begin
  return indicator_json(indicator_get(indicator));
end;
$$;

comment on function api.indicator_get is $$Shows an indicator with its last measure and how far it is from its target.

indicator: the indicator's reference
Returns: the indicator
Errors: not_found$$;
