package io.clientele.bench.throughput;

import io.clientele.schemas.EventContract;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The fields of an event of which {@link CustomerRow} is made, and no others. */
public final class ResultFields {

    private static final List<String> ENVELOPE = List.of("event_id", "event_name", "occurred_at", "customer_id");
    private static final List<String> MONEY = List.of("gross_amount", "discount_amount");

    private ResultFields() {}

    /** The reader's schema of a topic. */
    public static Schema of(String topic) {
        Stream<String> fields =
                topic.equals(Workload.ORDERS) ? Stream.concat(ENVELOPE.stream(), MONEY.stream()) : ENVELOPE.stream();
        return EventContract.of(topic).schema(fields.toArray(String[]::new));
    }
}
