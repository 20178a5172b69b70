package io.clientele.jobs.profile;

import org.jspecify.annotations.Nullable;

/**
 * What a person has been told of its namesake, the node whose person it is by itself, and by which way: the node tells its profiles itself
 * ({@link RouteToPersons}) until it is linked, then they come by way of the graph ({@link AssignPerson}). Nothing orders the two ways.
 *
 * @param graphFrom the business day from whose end on the node is what the graph said of it first; until then it is what it says itself. Null
 *     when the graph has said nothing since the node was forgotten last
 * @param forgetting which words to forget the node have come
 */
public record Namesake(@Nullable Integer graphFrom, Forgetting forgetting) {

    /** Of whom the graph has said nothing, and nothing is to be forgotten. */
    static final Namesake UNTOLD = new Namesake(null, Forgetting.NOTHING);

    /** Whether this is of before an order to forget that the other way has brought, or is the second word about it. */
    boolean isOfBefore(NodeOfPerson news) {
        return forgetting.awaits(news.isFromItself()) && news.isOfNamesake();
    }

    /** After this was said. */
    Namesake after(NodeOfPerson news) {
        if (news.isErasure() && news.isOfNamesake()) {
            return new Namesake(isOfBefore(news) ? graphFrom : null, forgetting.after(news.isFromItself()));
        }
        return graphFrom != null || news.isErasure() || news.isFromItself() || !news.isOfNamesake()
                ? this
                : new Namesake(news.day(), forgetting);
    }
}
