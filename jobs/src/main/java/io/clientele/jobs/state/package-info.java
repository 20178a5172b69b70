/** Keyed state, declared in one way. */
@NullMarked
package io.clientele.jobs.state;

import org.jspecify.annotations.NullMarked;
