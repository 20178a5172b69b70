package io.clientele.stack.imports;

import org.apache.avro.generic.GenericRecord;

/** Where the events of a file go. */
@FunctionalInterface
public interface EventSink {
    /**
     * Takes an event in.
     *
     * @param topic the topic of its contract
     * @throws RowRefused if the event cannot be sent as it is
     */
    void accept(String topic, GenericRecord event) throws RowRefused;
}
