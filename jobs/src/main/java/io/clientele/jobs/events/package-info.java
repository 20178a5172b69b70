/** How every job reads who an event is about. */
@org.jspecify.annotations.NullMarked
package io.clientele.jobs.events;
