-- purpose: every Kafka record is in one place once: in the archive or, refused by it, in the dead letters; returns no row when
--          no record is in two places or twice in one
-- grain:   one row per topic, partition and offset that appears more than once
-- sources: raw.* (the seven topics), raw.dead_letters
-- units:   row_count in rows.
--          A record that the archive took and another job refused is rightly in both: only the archive's dead letters count.
-- kind:    unique
-- cost:    heavy
with records as (
    select
        'catalog' as topic,
        event.kafka_partition,
        event.kafka_offset,
        'raw.catalog' as place
    from lake.raw.catalog as event
    union all
    select
        'clickstream' as topic,
        event.kafka_partition,
        event.kafka_offset,
        'raw.clickstream' as place
    from lake.raw.clickstream as event
    union all
    select
        'customers' as topic,
        event.kafka_partition,
        event.kafka_offset,
        'raw.customers' as place
    from lake.raw.customers as event
    union all
    select
        'feedback' as topic,
        event.kafka_partition,
        event.kafka_offset,
        'raw.feedback' as place
    from lake.raw.feedback as event
    union all
    select
        'interactions' as topic,
        event.kafka_partition,
        event.kafka_offset,
        'raw.interactions' as place
    from lake.raw.interactions as event
    union all
    select
        'orders' as topic,
        event.kafka_partition,
        event.kafka_offset,
        'raw.orders' as place
    from lake.raw.orders as event
    union all
    select
        'support' as topic,
        event.kafka_partition,
        event.kafka_offset,
        'raw.support' as place
    from lake.raw.support as event
    union all
    select
        letter.topic,
        letter.partition as kafka_partition,
        letter.offset as kafka_offset,
        'raw.dead_letters' as place
    from lake.raw.dead_letters as letter
    where letter.job = 'clientele-archive'
)

select
    record.topic,
    record.kafka_partition,
    record.kafka_offset,
    count(*) as row_count,
    listagg(distinct record.place, ', ') within group (order by record.place) as places
from records as record
group by record.topic, record.kafka_partition, record.kafka_offset
having count(*) > 1
order by record.topic, record.kafka_partition, record.kafka_offset;
