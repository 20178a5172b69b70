@NullMarked
package io.clientele.jobs;

import org.jspecify.annotations.NullMarked;
