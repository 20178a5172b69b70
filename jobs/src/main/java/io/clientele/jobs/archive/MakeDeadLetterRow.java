package io.clientele.jobs.archive;

import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.kafka.DeadLetter;
import io.clientele.schemas.tables.LakeTables;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.data.RowData;

/** One row of {@code raw.dead_letters} per dead letter. Stateless. */
final class MakeDeadLetterRow implements MapFunction<DeadLetter, RowData> {
    private static final long serialVersionUID = 1L;

    private final RowFactory rows = RowFactory.of(LakeTables.DEAD_LETTERS);

    @Override
    public RowData map(DeadLetter letter) {
        return rows.fromAvro(letter.toAvro()).build();
    }
}
