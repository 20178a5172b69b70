/** Throughput side by side: engines that compute the same rows from the same topics, each in a process of its own. */
@NullMarked
package io.clientele.bench.throughput;

import org.jspecify.annotations.NullMarked;
