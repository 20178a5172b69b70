/** The throughput benchmark's rows, computed by Spark Structured Streaming. */
@NullMarked
package io.clientele.bench.spark;

import org.jspecify.annotations.NullMarked;
