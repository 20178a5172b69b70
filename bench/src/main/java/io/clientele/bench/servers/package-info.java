/** The servers that a measurement talks to, each in a process of its own, as the stack has them. */
@NullMarked
package io.clientele.bench.servers;

import org.jspecify.annotations.NullMarked;
