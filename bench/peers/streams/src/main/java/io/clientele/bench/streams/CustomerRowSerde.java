package io.clientele.bench.streams;

import io.clientele.bench.throughput.CustomerRow;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A row in 80 bytes; its customer is the key of the store. */
final class CustomerRowSerde {

    private static final int SIZE = 10 * Long.BYTES;

    private CustomerRowSerde() {}

    static Serde<CustomerRow> of() {
        return Serdes.serdeFrom(
                (topic, row) -> row == null
                        ? null
                        : ByteBuffer.allocate(SIZE)
                                .putLong(row.clicks())
                                .putLong(row.pageViews())
                                .putLong(row.productViews())
                                .putLong(row.cartAdditions())
                                .putLong(row.orders())
                                .putLong(row.netSales())
                                .putLong(row.firstSeen())
                                .putLong(row.lastSeen())
                                .putLong(row.firstOrder())
                                .putLong(row.lastOrder())
                                .array(),
                (topic, bytes) -> bytes == null ? null : read(ByteBuffer.wrap(bytes)));
    }

    private static CustomerRow read(ByteBuffer bytes) {
        return new CustomerRow(
                "",
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong());
    }
}
