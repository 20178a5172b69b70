/** Recency, frequency, monetary: exact cut points, scores and segments. */
@NullMarked
package io.clientele.jobs.domain.rfm;

import org.jspecify.annotations.NullMarked;
