/** The command line behind {@code ./clientele}: one class per command. */
@NullMarked
package io.clientele.stack.cli;

import org.jspecify.annotations.NullMarked;
