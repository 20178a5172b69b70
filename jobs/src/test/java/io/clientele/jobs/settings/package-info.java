@NullMarked
package io.clientele.jobs.settings;

import org.jspecify.annotations.NullMarked;
