/** A year of real orders with a simulated clickstream around them, from an empty machine to reports. */
@NullMarked
package io.clientele.stack.demo;

import org.jspecify.annotations.NullMarked;
