/** The names of the line's own metrics. */
@NullMarked
package io.clientele.connectors.metrics;

import org.jspecify.annotations.NullMarked;
