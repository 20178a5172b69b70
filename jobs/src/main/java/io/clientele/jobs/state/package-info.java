/** Keyed state and event time, dealt with in one way. */
@NullMarked
package io.clientele.jobs.state;

import org.jspecify.annotations.NullMarked;
