/** The journey job: events of visits to sessions, with the orders that came of them. */
@NullMarked
package io.clientele.jobs.journey;

import org.jspecify.annotations.NullMarked;
