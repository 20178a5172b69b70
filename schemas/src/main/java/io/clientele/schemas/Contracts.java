package io.clientele.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** All contracts, put together from {@code schemas/src/main/avro}. */
public final class Contracts {
    /** Records that could not be taken in. */
    public static final EventContract DEAD_LETTER = plain("dead-letters");

    /** Persons who moved from one RFM segment to another. */
    public static final EventContract SEGMENT_CHANGE = plain("segment-changes");

    /** The cut points of the RFM scores. */
    public static final EventContract THRESHOLDS = plain("rfm-thresholds");

    /** Persons whom the jobs are to forget. */
    public static final EventContract ERASURE = plain("erasures");

    static final List<EventContract> EVENTS = Stream.of(
                    "clickstream", "orders", "customers", "interactions", "support", "feedback", "catalog")
            .map(Contracts::assemble)
            .toList();

    private static final Map<String, EventContract> EVENTS_BY_TOPIC =
            EVENTS.stream().collect(Collectors.toUnmodifiableMap(EventContract::topic, Function.identity()));

    private Contracts() {}

    /** Every contract: those of the events, then those of the topics that the jobs write. */
    public static List<EventContract> all() {
        return Stream.concat(EVENTS.stream(), Stream.of(DEAD_LETTER, SEGMENT_CHANGE, THRESHOLDS, ERASURE))
                .toList();
    }

    /**
     * How the fields of a decoded record look in Java: decimals as {@link java.math.BigDecimal}, instants as long
     * microseconds, dates as int days since 1970, lists as {@link List} of records. For readers and writers of records. Such records
     * cannot be compared by {@code equals}: Avro's default model knows no decimals.
     */
    public static GenericData model() {
        GenericData model = new GenericData();
        model.addLogicalTypeConversion(new Conversions.DecimalConversion());
        return model;
    }

    static EventContract event(String topic) {
        EventContract contract = EVENTS_BY_TOPIC.get(topic);
        if (contract == null) {
            throw new IllegalArgumentException(
                    "no event topic '" + topic + "'; there are " + new TreeSet<>(EVENTS_BY_TOPIC.keySet()));
        }
        return contract;
    }

    private static EventContract plain(String topic) {
        return new EventContract(topic, parse(new Schema.Parser(), topic));
    }

    private static EventContract assemble(String topic) {
        Schema.Parser parser = new Schema.Parser();
        Schema envelope = parse(parser, "envelope");
        parse(parser, "line-item");
        Schema own = parse(parser, topic);
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : envelope.getFields()) {
            Schema.Field copy = new Schema.Field(field, field.schema());
            if (field.name().equals("event_name")) {
                copy.addProp(EventContract.ALLOWED, own.getObjectProp("event_names"));
            }
            fields.add(copy);
        }
        own.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        return new EventContract(
                topic, Schema.createRecord(own.getName(), own.getDoc(), own.getNamespace(), false, fields));
    }

    private static Schema parse(Schema.Parser parser, String name) {
        String resource = "avro/" + name + ".avsc";
        try (InputStream source = Contracts.class.getResourceAsStream(resource)) {
            if (source == null) {
                throw new IllegalStateException("the class path has no " + resource);
            }
            return parser.parse(source);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
