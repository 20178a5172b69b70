package io.clientele.bench.micro;

import io.clientele.bench.ShopEvents;
import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.jobs.profile.ProfileEvent;
import io.clientele.jobs.profile.ProfileEventReader;
import io.clientele.schemas.EventContract;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/** From the bytes of a click to a record of all fields, and to what the profile needs of it, its rules checked. */
public class EventDecoding extends HotPart {
    private static final int EVENTS = 1024;

    private final List<ReceivedEvent> clicks = ShopSample.events(2 * EVENTS).stream()
            .filter(event -> event.topic().equals("clickstream"))
            .limit(EVENTS)
            .toList();
    private final EventDecoder decoder = new EventDecoder(
            ShopEvents.schemas(), EventContract.of("clickstream").readerSchema());
    private final ProfileEventReader reader = new ProfileEventReader(ShopEvents.schemas(), "GBP");
    private int next;

    /** Every field, as the archive reads it. */
    @Benchmark
    public GenericRecord allFields() throws UndecodableEvent {
        return decoder.decode(click());
    }

    /** What the profile job does with a click before it counts. */
    @Benchmark
    public @Nullable ProfileEvent forTheProfile() {
        return reader.read(click());
    }

    private ReceivedEvent click() {
        next = (next + 1) % clicks.size();
        return clicks.get(next);
    }
}
