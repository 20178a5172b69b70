/**
 * Taking files of events into the line: a file is read and mapped to events row by row, the events are sorted by event
 * time on disk, and sent to Kafka in that order, so that no event is late however the file was ordered.
 *
 * <pre>
 *   file ─▶ TextLines ─▶ FileFormat ─▶ EventSink ─▶ SortedEvents ─▶ EventLine ─▶ Kafka
 *                            │
 *                            └─▶ ImportReport (counts, refused rows with their line)
 * </pre>
 */
@NullMarked
package io.clientele.stack.imports;

import org.jspecify.annotations.NullMarked;
