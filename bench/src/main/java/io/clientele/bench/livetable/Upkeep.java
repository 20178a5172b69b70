package io.clientele.bench.livetable;

import io.clientele.connectors.iceberg.LakeSettings;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.schemas.tables.TableDefinition;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;

/** A way to keep the newest row of each customer in the lake. */
interface Upkeep {

    /** Its name in the result. */
    String label();

    /** Its tables; the first is the one that the job writes, the last the one that has a row per customer. */
    List<TableDefinition> tables();

    /** What users read. */
    String readable();

    /** After the tables are there and filled. */
    void prepare(TrinoClient trino);

    /** Adds the sink to a job. */
    void write(DataStream<ScoreUpdate> updates, LakeSettings lake);

    /** What is done every half minute; whether all of it succeeded. */
    boolean maintain();
}
