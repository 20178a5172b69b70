package io.clientele.jobs.profile;

import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.state.PackedInput;
import io.clientele.jobs.state.PackedOutput;

/** Ledgers among the bytes of what has them: how many numbers, and the numbers one after another. */
final class OrderLedgers {

    private OrderLedgers() {}

    static void pack(OrderLedger ledger, PackedOutput out) {
        long[] numbers = ledger.packed();
        out.number(numbers.length);
        for (long number : numbers) {
            out.number(number);
        }
    }

    static OrderLedger unpack(PackedInput in) {
        long[] numbers = new long[in.count()];
        for (int at = 0; at < numbers.length; at++) {
            numbers[at] = in.number();
        }
        return new OrderLedger(null, numbers);
    }
}
