/** The servers of the embedded stack as child processes: their settings, configuration files, health, start, supervision and end. */
@NullMarked
package io.clientele.stack.parts;

import org.jspecify.annotations.NullMarked;
