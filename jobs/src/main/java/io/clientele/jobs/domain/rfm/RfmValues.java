package io.clientele.jobs.domain.rfm;

/**
 * What a customer is scored by.
 *
 * @param lastOrderDay the business day of the last order that counts, days since 1970-01-01
 * @param frequency orders that count; 0 for a person without one
 * @param monetary net sales in units (ten-thousandths) of the reporting currency
 */
public record RfmValues(int lastOrderDay, long frequency, long monetary) {

    /** A person without an order. */
    public static final RfmValues NONE = new RfmValues(0, 0, 0);

    /** Whether the person belongs to the scored population. */
    public boolean hasOrders() {
        return frequency > 0;
    }
}
