package io.clientele.bench.micro;

import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Behaviour;
import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.behaviour.RecentEvents;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A click into a customer's behaviour, two customers into one, and that state through Flink's serialiser, as RocksDB has it. */
public class ProfileFolding extends HotPart {
    private static final long MICROS_PER_MINUTE = 60_000_000;
    private static final int KINDS = 40;

    /** Events that the customer has already. */
    @Param({"12", "1000"})
    public int history;

    private final TypeSerializer<Activity> serializer =
            TypeInformation.of(Activity.class).createSerializer(new SerializerConfigImpl());
    private final DataOutputSerializer out = new DataOutputSerializer(4096);
    private Activity customer = Activity.none();
    private Activity other = Activity.none();
    private RecentEvents recent = RecentEvents.none();
    private byte[] bytes = {};
    private long number;

    /** A customer with this history. */
    @Setup
    public void visit() throws IOException {
        for (int event = 0; event < history; event++) {
            customer = customer.counted(contact(event), event % 24);
            other = other.counted(contact(event + 7), (event + 5) % 24);
            recent = recent.with(RecentEvents.hash("event-" + event), event, Long.MIN_VALUE);
        }
        bytes = serialize();
        number = history;
    }

    private static Contact contact(long number) {
        return new Contact(
                number * MICROS_PER_MINUTE,
                "event-" + number,
                Behaviour.PRODUCT_VIEW,
                "web",
                number % 3 == 0 ? "mobile" : "desktop",
                "cpc",
                "search",
                "spring",
                "GB",
                List.of(new Contact.Product("category-" + number % KINDS, "brand-" + number % KINDS)));
    }

    /** One more click. */
    @Benchmark
    public Activity count() {
        customer = customer.counted(contact(number++), 12);
        return customer;
    }

    /** Two identifiers turn out to be one person. */
    @Benchmark
    public Activity merge() {
        return customer.merge(other);
    }

    /** Whether a click is new, and its id among the remembered ones. */
    @Benchmark
    public RecentEvents remember() {
        long hash = RecentEvents.hash("click-" + number++);
        return recent.contains(hash) ? recent : recent.with(hash, number, Long.MIN_VALUE);
    }

    /** Into the bytes of a state. */
    @Benchmark
    public byte[] serialize() throws IOException {
        out.clear();
        serializer.serialize(customer, out);
        return out.getSharedBuffer();
    }

    /** Out of the bytes of a state. */
    @Benchmark
    public Activity deserialize() throws IOException {
        return serializer.deserialize(new DataInputDeserializer(bytes));
    }
}
