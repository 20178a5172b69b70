package io.clientele.connectors.kafka;

import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The two ways out of a source; every Kafka record but the heartbeats is on exactly one of them.
 *
 * @param events readable events, with timestamps and watermarks
 * @param rejected records that cannot be read
 */
public record EventStreams(DataStream<ReceivedEvent> events, DataStream<DeadLetter> rejected) {}
