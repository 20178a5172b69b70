package io.clientele.jobs.domain.orders;

/** Something that was said about an order. */
public sealed interface OrderEvent permits OrderVersion, Cancellation, Refund {

    /** When it happened, epoch microseconds. */
    long at();

    /** The event that said it. */
    String eventId();
}
