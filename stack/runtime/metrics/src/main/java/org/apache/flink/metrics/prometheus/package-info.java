/** In Flink's own package, for the registry of its reporter is not for others to see. */
@NullMarked
package org.apache.flink.metrics.prometheus;

import org.jspecify.annotations.NullMarked;
