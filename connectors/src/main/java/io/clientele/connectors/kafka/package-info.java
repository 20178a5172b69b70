/**
 * The Kafka ends: events in Confluent's wire format come in through {@link io.clientele.connectors.kafka.EventSource} and are
 * decoded by {@link io.clientele.connectors.kafka.EventDecoder}; records leave exactly once through
 * {@link io.clientele.connectors.kafka.AvroKafkaSink}. What cannot be read becomes a
 * {@link io.clientele.connectors.kafka.DeadLetter}; a registry or broker that does not answer fails the job.
 */
@NullMarked
package io.clientele.connectors.kafka;

import org.jspecify.annotations.NullMarked;
