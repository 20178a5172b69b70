package io.clientele.bench.throughput;

/**
 * What every engine computes of a customer, each event counted once however often it was sent.
 *
 * @param clicks clickstream events
 * @param pageViews of them {@code page_viewed}
 * @param productViews of them {@code product_viewed}
 * @param cartAdditions of them {@code product_added}
 * @param orders placed
 * @param netSales gross less discounts, in units of 1/10,000
 * @param firstSeen epoch microseconds of the first event
 * @param lastSeen epoch microseconds of the last event
 * @param firstOrder epoch microseconds of the first order, 0 without any
 * @param lastOrder epoch microseconds of the last order, 0 without any
 */
public record CustomerRow(
        String customerId,
        long clicks,
        long pageViews,
        long productViews,
        long cartAdditions,
        long orders,
        long netSales,
        long firstSeen,
        long lastSeen,
        long firstOrder,
        long lastOrder) {

    /** A customer without an event. */
    public static CustomerRow of(String customerId) {
        return new CustomerRow(customerId, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0);
    }

    /** With a clickstream event. */
    public CustomerRow withClick(String eventName, long at) {
        return new CustomerRow(
                customerId,
                clicks + 1,
                pageViews + (eventName.equals("page_viewed") ? 1 : 0),
                productViews + (eventName.equals("product_viewed") ? 1 : 0),
                cartAdditions + (eventName.equals("product_added") ? 1 : 0),
                orders,
                netSales,
                Math.min(firstSeen, at),
                Math.max(lastSeen, at),
                firstOrder,
                lastOrder);
    }

    /** With an order. */
    public CustomerRow withOrder(long at, long net) {
        return new CustomerRow(
                customerId,
                clicks,
                pageViews,
                productViews,
                cartAdditions,
                orders + 1,
                netSales + net,
                Math.min(firstSeen, at),
                Math.max(lastSeen, at),
                orders == 0 ? at : Math.min(firstOrder, at),
                Math.max(lastOrder, at));
    }

    /** The same of a customer of this name. */
    public CustomerRow named(String name) {
        return new CustomerRow(
                name,
                clicks,
                pageViews,
                productViews,
                cartAdditions,
                orders,
                netSales,
                firstSeen,
                lastSeen,
                firstOrder,
                lastOrder);
    }

    /** 64 bits that differ when any column does. */
    public long fingerprint() {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < customerId.length(); i++) {
            hash = (hash ^ customerId.charAt(i)) * 0x100000001b3L;
        }
        hash = mixed(hash, clicks);
        hash = mixed(hash, pageViews);
        hash = mixed(hash, productViews);
        hash = mixed(hash, cartAdditions);
        hash = mixed(hash, orders);
        hash = mixed(hash, netSales);
        hash = mixed(hash, firstSeen);
        hash = mixed(hash, lastSeen);
        hash = mixed(hash, firstOrder);
        return mixed(hash, lastOrder);
    }

    /** The finaliser of SplitMix64. */
    private static long mixed(long hash, long value) {
        long mixed = hash + value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
