package io.clientele.bench.spark;

import static org.apache.spark.sql.avro.functions.from_avro;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.clientele.bench.throughput.Digest;
import io.clientele.bench.throughput.Meter;
import io.clientele.bench.throughput.ResultFields;
import io.clientele.bench.throughput.Workload;
import io.clientele.schemas.EventContract;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Spark Structured Streaming: de-duplication within a watermark, one aggregate per customer, and per batch an append of the changed rows to
 * an Iceberg table, once per batch however often it is tried. State in RocksDB with changelog checkpoints, as many shuffle partitions
 * as cores, no batches without data.
 */
public final class SparkEngine {

    private static final String TABLE = "lake.core.peer_profiles_changes";
    private static final String BATCH = "bench-batch";

    /** One event in so many is an order. */
    private static final int EVENTS_PER_ORDER = 9;

    private SparkEngine() {}

    /** Runs the workload of a file. */
    public static void main(String[] arguments) throws Exception {
        Workload workload = Workload.read(Path.of(arguments[0]));
        Path checkpoint = workload.work().resolve("checkpoint");
        Meter meter = new Meter(workload, checkpoint);
        try (SparkSession spark = session(workload)) {
            spark.sql("create table " + TABLE + """
                     (customer_id string, event_count bigint, page_views bigint, product_views bigint, cart_additions bigint,
                      order_count bigint, net_sales decimal(18, 4), first_seen_at timestamp, last_seen_at timestamp,
                      first_order_at timestamp, last_order_at timestamp, version bigint) using iceberg""");
            Progress progress = new Progress(meter);
            spark.streams().addListener(progress);
            StreamingQuery query = rows(spark, workload)
                    .writeStream()
                    .outputMode(OutputMode.Update())
                    .option("checkpointLocation", checkpoint.toUri().toString())
                    .trigger(Trigger.AvailableNow())
                    .foreachBatch((VoidFunction2<Dataset<Row>, Long>) SparkEngine::append)
                    .start();
            query.awaitTermination();
            progress.awaitEnd();
            meter.write(Digest.NONE);
        }
    }

    private static SparkSession session(Workload workload) {
        return SparkSession.builder()
                .master("local[" + workload.partitions() + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", workload.work().resolve("local").toString())
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", String.valueOf(workload.partitions()))
                .config(
                        "spark.sql.streaming.stateStore.providerClass",
                        "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider")
                .config("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true")
                .config("spark.sql.streaming.noDataMicroBatches.enabled", "false")
                .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.lake.type", "rest")
                .config("spark.sql.catalog.lake.uri", workload.catalog())
                .config(
                        "spark.sql.catalog.lake.warehouse",
                        workload.warehouse().toUri().toString())
                .config("spark.sql.catalog.lake.io-impl", "org.apache.iceberg.hadoop.HadoopFileIO")
                .getOrCreate();
    }

    private static Dataset<Row> rows(SparkSession spark, Workload workload) {
        Column net = col("event.gross_amount").minus(coalesce(col("event.discount_amount"), lit(0)));
        long orders = Math.max(1, workload.batchEvents() / EVENTS_PER_ORDER);
        return events(spark, workload, Workload.CLICKSTREAM, workload.batchEvents() - orders)
                .select(
                        col("event.event_id"),
                        col("event.event_name"),
                        col("event.occurred_at"),
                        col("event.customer_id"),
                        expr("cast(null as decimal(18, 4))").as("net_sales"))
                .unionAll(events(spark, workload, Workload.ORDERS, orders)
                        .select(
                                col("event.event_id"),
                                lit("order").as("event_name"),
                                col("event.occurred_at"),
                                col("event.customer_id"),
                                net.cast("decimal(18, 4)").as("net_sales")))
                .withWatermark("occurred_at", workload.deduplicationHours() + " hours")
                .dropDuplicatesWithinWatermark("event_id")
                .groupBy("customer_id")
                .agg(
                        expr("count_if(event_name <> 'order')").as("event_count"),
                        expr("count_if(event_name = 'page_viewed')").as("page_views"),
                        expr("count_if(event_name = 'product_viewed')").as("product_views"),
                        expr("count_if(event_name = 'product_added')").as("cart_additions"),
                        expr("count(net_sales)").as("order_count"),
                        expr("cast(coalesce(sum(net_sales), 0) as decimal(18, 4))")
                                .as("net_sales"),
                        expr("min(occurred_at)").as("first_seen_at"),
                        expr("max(occurred_at)").as("last_seen_at"),
                        expr("min(occurred_at) filter (where event_name = 'order')")
                                .as("first_order_at"),
                        expr("max(occurred_at) filter (where event_name = 'order')")
                                .as("last_order_at"));
    }

    private static Dataset<Row> events(SparkSession spark, Workload workload, String topic, long batchEvents) {
        return spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", workload.bootstrapServers())
                .option("kafka.isolation.level", "read_committed")
                .option("subscribe", topic)
                .option("startingOffsets", "earliest")
                .option("maxOffsetsPerTrigger", batchEvents)
                .load()
                .select(from_avro(
                                // Confluent's wire format has a byte and the schema's id before the record
                                expr("substring(value, 6)"),
                                EventContract.of(topic).schema().toString(),
                                Map.of("avroSchema", ResultFields.of(topic).toString()))
                        .as("event"));
    }

    /** A batch that is tried again after a failure was committed before, or not at all. */
    private static void append(Dataset<Row> rows, Long batch) throws Exception {
        SparkSession spark = rows.sparkSession();
        boolean isCommitted = !spark.sql(
                        "select 1 from " + TABLE + ".snapshots where summary['" + BATCH + "'] = '" + batch + "'")
                .isEmpty();
        if (!isCommitted) {
            rows.withColumn("version", lit(batch))
                    .writeTo(TABLE)
                    .option("snapshot-property." + BATCH, String.valueOf(batch))
                    .append();
        }
    }

    /** Tells the meter of every batch. */
    private static final class Progress extends StreamingQueryListener {
        private final Meter meter;
        private long read;
        private boolean isEnd;

        private Progress(Meter meter) {
            this.meter = meter;
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {
            // batches tell
        }

        @Override
        public synchronized void onQueryProgress(QueryProgressEvent event) {
            read += event.progress().numInputRows();
            isEnd = meter.hasReached(read);
        }

        @Override
        public synchronized void onQueryTerminated(QueryTerminatedEvent event) {
            isEnd = true;
            notifyAll();
        }

        private synchronized void awaitEnd() throws InterruptedException {
            while (!isEnd) {
                wait();
            }
        }
    }
}
