package io.clientele.connectors.maintenance;

/** Something else that is done to the tables, and must not be done beside the maintenance: it has its turn between two cycles. */
@FunctionalInterface
public interface Chore {
    /** Nothing. */
    Chore NONE = () -> {};

    /** Several, one after the other. */
    static Chore inTurn(Chore... chores) {
        return () -> {
            for (Chore chore : chores) {
                chore.run();
            }
        };
    }

    /** Does what there is to do; called every few seconds. What goes wrong is its own concern: it is tried again at the next call. */
    void run() throws InterruptedException;
}
