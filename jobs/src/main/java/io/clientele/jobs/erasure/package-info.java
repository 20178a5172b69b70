/** What both jobs do about persons who are to be forgotten: they hear of them, and refuse later events with their identifiers. */
@NullMarked
package io.clientele.jobs.erasure;

import org.jspecify.annotations.NullMarked;
