/** Hot parts of the profile job, measured by JMH: {@code bench/run micro}. */
@NullMarked
package io.clientele.bench.micro;

import org.jspecify.annotations.NullMarked;
