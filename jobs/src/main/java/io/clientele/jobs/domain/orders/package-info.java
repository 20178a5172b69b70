/** What is known of an order, and what it adds to its customer's ledger day by day. */
@NullMarked
package io.clientele.jobs.domain.orders;

import org.jspecify.annotations.NullMarked;
