@NullMarked
package io.clientele.jobs.evolution;

import org.jspecify.annotations.NullMarked;
