package io.clientele.bench.streams;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Passes each event on once: the event ids are in a window store, as in Kafka's own tutorial on finding distinct events. */
final class DropRepetitions implements FixedKeyProcessorSupplier<String, ShopEvent, ShopEvent> {

    private static final String STORE = "event-ids";

    private final Duration horizon;
    private final boolean isPersistent;

    DropRepetitions(Duration horizon, boolean isPersistent) {
        this.horizon = horizon;
        this.isPersistent = isPersistent;
    }

    @Override
    public FixedKeyProcessor<String, ShopEvent, ShopEvent> get() {
        return new Processor(horizon);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        WindowBytesStoreSupplier store = isPersistent
                ? Stores.persistentWindowStore(STORE, horizon.multipliedBy(2), horizon, false)
                : Stores.inMemoryWindowStore(STORE, horizon.multipliedBy(2), horizon, false);
        return Set.of(Stores.windowStoreBuilder(store, Serdes.String(), Serdes.Long()));
    }

    private static final class Processor extends ContextualFixedKeyProcessor<String, ShopEvent, ShopEvent> {
        private final Duration horizon;
        private WindowStore<String, Long> eventIds;

        @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before it hands over records
        private Processor(Duration horizon) {
            this.horizon = horizon;
        }

        @Override
        public void init(FixedKeyProcessorContext<String, ShopEvent> context) {
            super.init(context);
            eventIds = context.getStateStore(STORE);
        }

        @Override
        public void process(FixedKeyRecord<String, ShopEvent> record) {
            String eventId = record.value().eventId();
            long at = record.timestamp();
            try (WindowStoreIterator<Long> known =
                    eventIds.fetch(eventId, Math.max(0, at - horizon.toMillis()), at + horizon.toMillis())) {
                if (known.hasNext()) {
                    return;
                }
            }
            eventIds.put(eventId, at, at);
            context().forward(record);
        }
    }
}
