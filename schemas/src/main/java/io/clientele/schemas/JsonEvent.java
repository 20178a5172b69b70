package io.clientele.schemas;

import org.apache.avro.generic.GenericRecord;

/**
 * An event that was read from JSON.
 *
 * @param contract the contract of its topic
 * @param record the event, with values as {@link Contracts#model()} has them
 */
public record JsonEvent(EventContract contract, GenericRecord record) {}
