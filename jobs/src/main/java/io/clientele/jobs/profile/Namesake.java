package io.clientele.jobs.profile;

import org.jspecify.annotations.Nullable;

/**
 * What a person has been told of its namesake, the node whose person it is by itself, and by which way: the node tells its profiles itself
 * ({@link RouteToPersons}) until it is linked, then they come by way of the graph ({@link AssignPerson}). Nothing orders the two ways.
 *
 * @param graphFrom the business day from whose end on the node is what the graph said of it first; until then it is what it says itself. Null
 *     when the graph has said nothing since the node was forgotten last
 * @param forgetting how many more orders to forget the node have come by its own way than by the graph's
 */
public record Namesake(@Nullable Integer graphFrom, int forgetting) {

    /** Of whom the graph has said nothing, and nothing is to be forgotten. */
    static final Namesake UNTOLD = new Namesake(null, 0);

    /** Whether this comes of the life before an order to forget that the other way has brought. */
    boolean passesOver(NodeOfPerson news) {
        if (forgetting == 0 || news.isErasure() || !news.isOfNamesake()) {
            return false;
        }
        return news.isFromItself() ? forgetting < 0 : forgetting > 0;
    }

    /** Whether this says of an order to forget what the other way has said before. */
    boolean knows(NodeOfPerson erasure) {
        boolean isAwaited = erasure.isFromItself() ? forgetting < 0 : forgetting > 0;
        return isAwaited && erasure.isOfNamesake();
    }

    /** After this was said. */
    Namesake after(NodeOfPerson news) {
        if (news.isErasure()) {
            @Nullable Integer told = knows(news) ? graphFrom : null;
            return news.isOfNamesake() ? new Namesake(told, forgetting + (news.isFromItself() ? 1 : -1)) : this;
        }
        return graphFrom != null || news.isFromItself() || !news.isOfNamesake()
                ? this
                : new Namesake(news.day(), forgetting);
    }
}
