/** What every job does about persons who are to be forgotten: it hears of them, and refuses later events with their identifiers. */
@NullMarked
package io.clientele.jobs.erasure;

import org.jspecify.annotations.NullMarked;
