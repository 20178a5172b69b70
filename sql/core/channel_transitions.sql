-- purpose: how often a way goes from one channel to the next: the first-order Markov chain of the ways to an order
-- grain:   one row per from_state and to_state
-- sources: core.journey_paths
-- units:   path_count a number of passages.
--          A way begins in (start) and ends in (order) or (nothing).
create or replace view lake.core.channel_transitions
comment 'Passages from channel to channel, from the start and to the end of a way; one row per pair.'
security invoker as
with ways as (
    select
        array['(start)'] || path.channels as from_states,
        path.channels || if(path.is_converted, '(order)', '(nothing)') as to_states
    from lake.core.journey_paths as path
)

select
    passage.from_state,
    passage.to_state,
    count(*) as path_count
from ways as way
cross join unnest(way.from_states, way.to_states) as passage (from_state, to_state)
group by passage.from_state, passage.to_state;

comment on column lake.core.channel_transitions.from_state is 'The channel that is left, or (start); key together with to_state.';
comment on column lake.core.channel_transitions.to_state is 'The channel that is entered, or (order), or (nothing).';
comment on column lake.core.channel_transitions.path_count is 'How often that happened.';
