package io.clientele.jobs.domain.orders;

/**
 * A line of an order, or the part of it that is cancelled.
 *
 * @param position the line's number inside its order, from 1
 * @param quantity pieces
 * @param gross price × quantity, in units of the reporting currency
 * @param discount the line's own discount, in the same units
 */
public record OrderLine(int position, long quantity, long gross, long discount) {

    /** What is taken off this line when so many of its pieces are cancelled; the last piece takes the rounding. */
    OrderLine share(long pieces) {
        if (pieces >= quantity) {
            return this;
        }
        return new OrderLine(position, pieces, gross * pieces / quantity, discount * pieces / quantity);
    }
}
