/** Removal effects of the channels: computed from the ways to an order, kept in {@code core.channel_effects}. */
@NullMarked
package io.clientele.stack.attribution;

import org.jspecify.annotations.NullMarked;
