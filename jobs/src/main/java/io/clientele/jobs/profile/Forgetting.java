package io.clientele.jobs.profile;

/**
 * How far the two words about each order to forget a node have come: one from the node itself and one from the graph, by two ways, each
 * behind what was sent there before. The first of the two counts; until the second has come, what comes by its way is of before.
 *
 * @param ahead how many more words have come from the node itself than from the graph
 */
public record Forgetting(int ahead) {

    /** Nothing is to be forgotten. */
    static final Forgetting NOTHING = new Forgetting(0);

    /** Whether this way has yet to bring a word that the other one has brought. */
    boolean awaits(boolean isFromItself) {
        return isFromItself ? ahead < 0 : ahead > 0;
    }

    /** After a word has come. */
    Forgetting after(boolean isFromItself) {
        return new Forgetting(isFromItself ? ahead + 1 : ahead - 1);
    }
}
