package io.clientele.bench;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.schemas.EventContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.jspecify.annotations.Nullable;

/**
 * The events of a {@link ShopPlan}, by number: partition after partition, in each by event time. The numbers of a partition must be
 * asked for one after the other, as a source without restarts does.
 */
public final class ShopEvents implements GeneratorFunction<Long, ReceivedEvent> {
    private static final long serialVersionUID = 1L;

    private static final List<String> TOPICS = List.of("", ShopPartition.CLICKSTREAM, ShopPartition.ORDERS);

    private final ShopPlan plan;
    private transient @Nullable Map<Integer, ShopPartition> partitions;

    public ShopEvents(ShopPlan plan) {
        this.plan = plan;
    }

    /** The registry of these events. */
    public static WriterSchemas schemas() {
        return id -> EventContract.of(TOPICS.get(id)).schema();
    }

    static int schemaId(String topic) {
        return TOPICS.indexOf(topic);
    }

    @Override
    public ReceivedEvent map(Long number) {
        if (partitions == null) {
            partitions = new HashMap<>();
        }
        int partition = (int) (number / plan.eventsPerPartition());
        return partitions
                .computeIfAbsent(partition, index -> new ShopPartition(plan, index))
                .next();
    }
}
