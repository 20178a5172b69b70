package io.clientele.bench.livetable;

/**
 * A new score of a customer.
 *
 * @param customer number of the customer, from 0
 * @param version grows with every update of any customer
 */
public record ScoreUpdate(int customer, long version) {}
