/** Sessions: which events of a visitor belong together, where the visitor came from, and which orders came of it. */
@NullMarked
package io.clientele.jobs.domain.sessions;

import org.jspecify.annotations.NullMarked;
