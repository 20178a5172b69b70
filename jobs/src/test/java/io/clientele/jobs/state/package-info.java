@NullMarked
package io.clientele.jobs.state;

import org.jspecify.annotations.NullMarked;
