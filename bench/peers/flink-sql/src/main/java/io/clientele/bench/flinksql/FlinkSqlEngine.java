package io.clientele.bench.flinksql;

import io.clientele.bench.throughput.CustomerRow;
import io.clientele.bench.throughput.DigestSink;
import io.clientele.bench.throughput.FlinkSession;
import io.clientele.bench.throughput.Meter;
import io.clientele.bench.throughput.Workload;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;

/** Flink SQL: the documented de-duplication query, then one aggregate per customer; plain, and with what its tuning guide recommends. */
public final class FlinkSqlEngine {

    private static final String GROUP = "flink-sql";
    private static final String TUNED = "flink-sql-tuned";
    private static final Duration MINI_BATCH = Duration.ofSeconds(2);
    private static final long MINI_BATCH_ROWS = 50_000;

    private static final String SOURCE = """
            create table %s (
              event_id string not null, event_name string not null, occurred_at bigint not null, customer_id string not null,
              %s seen_at as proctime()
            ) with (
              'connector' = 'kafka',
              'topic' = '%s',
              'properties.bootstrap.servers' = '%s',
              'properties.group.id' = 'flink-sql',
              'properties.isolation.level' = 'read_committed',
              'scan.startup.mode' = 'earliest-offset',
              'format' = 'wire-avro',
              'wire-avro.registry' = '%s'
            )""";

    private static final String QUERY = """
            with events as (
              select event_id, event_name, occurred_at, customer_id, cast(null as decimal(18, 4)) as net_sales, seen_at
              from clickstream
              union all
              select event_id, 'order', occurred_at, customer_id, gross_amount - coalesce(discount_amount, 0), seen_at
              from orders
            ),
            once as (
              select event_name, occurred_at, customer_id, net_sales
              from (
                select *, row_number() over (partition by event_id order by seen_at) as occurrence
                from events
              )
              where occurrence = 1
            )
            select
              customer_id,
              count(*) filter (where event_name <> 'order') as clicks,
              count(*) filter (where event_name = 'page_viewed') as page_views,
              count(*) filter (where event_name = 'product_viewed') as product_views,
              count(*) filter (where event_name = 'product_added') as cart_additions,
              count(*) filter (where event_name = 'order') as orders,
              sum(net_sales) as net_sales,
              min(occurred_at) as first_seen,
              max(occurred_at) as last_seen,
              min(occurred_at) filter (where event_name = 'order') as first_order,
              max(occurred_at) filter (where event_name = 'order') as last_order
            from once
            group by customer_id
            """;

    private FlinkSqlEngine() {}

    /** Runs the workload of a file, and ends the process. */
    public static void main(String[] arguments) throws Exception {
        Workload workload = Workload.read(Path.of(arguments[0]));
        Meter meter = FlinkSession.run(workload, configuration(workload), GROUP, () -> run(workload));
        meter.write(DigestSink.digest(workload));
        System.exit(0);
    }

    private static Configuration configuration(Workload workload) {
        Configuration configuration = new Configuration();
        if (workload.engine().equals(TUNED)) {
            configuration.set(PipelineOptions.OBJECT_REUSE, true);
            configuration.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED, true);
            configuration.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ALLOW_LATENCY, MINI_BATCH);
            configuration.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_SIZE, MINI_BATCH_ROWS);
        }
        return configuration;
    }

    private static void run(Workload workload) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        tables.executeSql(source(workload, Workload.CLICKSTREAM, ""));
        tables.executeSql(
                source(workload, Workload.ORDERS, "gross_amount decimal(18, 4), discount_amount decimal(18, 4),"));
        tables.toChangelogStream(
                        tables.sqlQuery(QUERY),
                        Schema.newBuilder()
                                .column("customer_id", "string not null")
                                .column("clicks", "bigint")
                                .column("page_views", "bigint")
                                .column("product_views", "bigint")
                                .column("cart_additions", "bigint")
                                .column("orders", "bigint")
                                .column("net_sales", "decimal(38, 4)")
                                .column("first_seen", "bigint")
                                .column("last_seen", "bigint")
                                .column("first_order", "bigint")
                                .column("last_order", "bigint")
                                .primaryKey("customer_id")
                                .build(),
                        ChangelogMode.upsert())
                .sinkTo(new DigestSink<>(workload, FlinkSqlEngine::row))
                .uid("digest");
        env.execute(GROUP);
    }

    private static String source(Workload workload, String topic, String amounts) {
        return SOURCE.formatted(topic, amounts, topic, workload.bootstrapServers(), workload.registry());
    }

    private static CustomerRow row(Row row) {
        BigDecimal net = row.getFieldAs("net_sales");
        Long firstOrder = row.getFieldAs("first_order");
        Long lastOrder = row.getFieldAs("last_order");
        return new CustomerRow(
                row.getFieldAs("customer_id"),
                row.<Long>getFieldAs("clicks"),
                row.<Long>getFieldAs("page_views"),
                row.<Long>getFieldAs("product_views"),
                row.<Long>getFieldAs("cart_additions"),
                row.<Long>getFieldAs("orders"),
                net == null ? 0 : net.movePointRight(4).longValueExact(),
                row.<Long>getFieldAs("first_seen"),
                row.<Long>getFieldAs("last_seen"),
                firstOrder == null ? 0 : firstOrder,
                lastOrder == null ? 0 : lastOrder);
    }
}
