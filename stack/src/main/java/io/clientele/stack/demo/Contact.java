package io.clientele.stack.demo;

import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.EventBuilder;
import io.clientele.stack.imports.EventIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.generic.GenericRecord;

/** One contact being made up: a message, a chat, a ticket; a clock that only goes forward, and the events so far. */
final class Contact {

    /** An event and the topic it belongs to. */
    record Event(String topic, GenericRecord record) {}

    private final EventContract contract;
    private final String id;
    private final Purchase purchase;
    private final String channel;
    private final SplittableRandom random;
    private final List<Event> events = new ArrayList<>();
    private Instant now;

    /**
     * A contact that begins.
     *
     * @param topic where its events go
     * @param kind what it is; with the order, it names the contact in every run
     */
    Contact(String topic, String kind, Purchase purchase, String channel, Instant start) {
        this.contract = EventContract.of(topic);
        this.id = EventIds.of(kind, purchase.orderId());
        this.purchase = purchase;
        this.channel = channel;
        this.random = Shopper.random(kind, purchase.orderId());
        this.now = start;
    }

    /** The same in every run. */
    String id() {
        return id;
    }

    List<Event> events() {
        return events;
    }

    Instant now() {
        return now;
    }

    /** Whether something happens that happens in so many of a thousand cases. */
    boolean chance(int perMille) {
        return random.nextInt(1000) < perMille;
    }

    /** A whole number from {@code least} to {@code most}. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Lets between {@code least} and {@code most} seconds pass. */
    Contact pass(long least, long most) {
        now = now.plus(Duration.ofSeconds(random.nextLong(least, most + 1)));
        return this;
    }

    /** Adds an event of the customer at this moment; what it says of the contact is to be set. */
    EventBuilder add(String name) {
        EventBuilder event = EventBuilder.event(
                        contract,
                        name,
                        EventIds.of(Visit.SOURCE, id, Integer.toString(events.size())),
                        now,
                        Visit.SOURCE,
                        channel)
                .set("customer_id", purchase.customerId())
                .set("country", purchase.country());
        events.add(new Event(contract.topic(), event.build()));
        return event;
    }
}
