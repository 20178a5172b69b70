/** The throughput benchmark's rows, computed by Kafka Streams. */
@NullMarked
package io.clientele.bench.streams;

import org.jspecify.annotations.NullMarked;
