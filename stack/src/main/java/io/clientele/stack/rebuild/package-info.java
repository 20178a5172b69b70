/** Computes the tables of a job anew from {@code raw.*}, beside the live ones, compares both, and lets the new take the place of the old. */
@NullMarked
package io.clientele.stack.rebuild;

import org.jspecify.annotations.NullMarked;
