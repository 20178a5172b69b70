@NullMarked
package io.clientele.jobs.archive;

import org.jspecify.annotations.NullMarked;
