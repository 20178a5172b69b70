package io.clientele.bench.throughput;

import java.util.HashMap;
import java.util.Map;

/** The newest row of each customer, of which it keeps the fingerprint alone: where rows go whose engine has no table to write. */
public final class LatestRows {

    private final Map<String, Long> fingerprints = new HashMap<>();
    private long sum;

    /** Takes a row; one of the same customer that came before counts no longer. */
    public void put(CustomerRow row) {
        long fingerprint = row.fingerprint();
        Long before = fingerprints.put(row.customerId(), fingerprint);
        sum += before == null ? fingerprint : fingerprint - before;
    }

    /** Of the rows now. */
    public Digest digest() {
        return new Digest(fingerprints.size(), sum);
    }
}
