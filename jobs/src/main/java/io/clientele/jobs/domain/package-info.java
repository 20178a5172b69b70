/** The business rules, pure: no Flink, no clock, no I/O. Everything here is a function of its arguments. */
@NullMarked
package io.clientele.jobs.domain;

import org.jspecify.annotations.NullMarked;
