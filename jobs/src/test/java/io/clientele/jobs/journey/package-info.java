@NullMarked
package io.clientele.jobs.journey;

import org.jspecify.annotations.NullMarked;
