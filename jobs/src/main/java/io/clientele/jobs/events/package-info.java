/** What several jobs make of an event: whose it is, and that it came too late. */
@NullMarked
package io.clientele.jobs.events;

import org.jspecify.annotations.NullMarked;
