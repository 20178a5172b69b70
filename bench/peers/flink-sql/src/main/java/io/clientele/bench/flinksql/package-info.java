/** The throughput benchmark's rows, computed by Flink SQL. */
@NullMarked
package io.clientele.bench.flinksql;

import org.jspecify.annotations.NullMarked;
