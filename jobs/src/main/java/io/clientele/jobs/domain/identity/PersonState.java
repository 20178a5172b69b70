package io.clientele.jobs.domain.identity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is kept of a person, except of one who has a single identifier and no links: that one needs no record.
 *
 * @param representative the member first seen, after whom the person is named, {@code type:value}
 * @param members the identifiers, {@code type:value}
 * @param ties what joined the members: a tree
 * @param lastAt event time of the last link, in canonical order, of any member, refused ones included; a later time is
 *     allowed. {@link Long#MIN_VALUE} without links
 * @param lastLink the pair of that link; empty without links
 */
public record PersonState(String representative, List<String> members, List<Tie> ties, long lastAt, String lastLink) {

    static PersonState alone(Identifier identifier) {
        return new PersonState(identifier.text(), List.of(identifier.text()), List.of(), Long.MIN_VALUE, "");
    }

    String id() {
        return Identifier.parse(representative).personId();
    }

    Set<Identifier> identifiers() {
        Set<Identifier> identifiers = new HashSet<>();
        members.forEach(member -> identifiers.add(Identifier.parse(member)));
        return identifiers;
    }

    /** Whether none of its links stands behind this place. */
    boolean endsBefore(LinkPlace place) {
        return lastLink.isEmpty() || new LinkPlace(lastAt, IdentifierPair.parse(lastLink)).compareTo(place) < 0;
    }

    /** Those who were one person with a member just before a place in the canonical order. */
    Set<Identifier> membersBefore(LinkPlace place, Identifier member) {
        if (endsBefore(place)) {
            return identifiers();
        }
        Map<Identifier, List<Identifier>> tied = new HashMap<>();
        for (Tie tie : ties) {
            if (tie.isBefore(place)) {
                IdentifierPair pair = tie.pair();
                tied.computeIfAbsent(pair.first(), none -> new ArrayList<>()).add(pair.second());
                tied.computeIfAbsent(pair.second(), none -> new ArrayList<>()).add(pair.first());
            }
        }
        Set<Identifier> reached = new HashSet<>(Set.of(member));
        Deque<Identifier> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (Identifier next : tied.getOrDefault(open.pop(), List.of())) {
                if (reached.add(next)) {
                    open.push(next);
                }
            }
        }
        return reached;
    }

    /** With a link of a member, wherever it stands. */
    PersonState reaching(LinkPlace place) {
        return endsBefore(place)
                ? new PersonState(
                        representative, members, ties, place.at(), place.pair().text())
                : this;
    }

    PersonState represented(Identifier by) {
        return new PersonState(by.text(), members, ties, lastAt, lastLink);
    }

    /** Both as one, joined by a tie that stands behind every link of either; still named as this one. */
    PersonState joined(PersonState other, Tie tie) {
        List<String> allMembers = new ArrayList<>(members);
        allMembers.addAll(other.members);
        List<Tie> allTies = new ArrayList<>(ties);
        allTies.addAll(other.ties);
        allTies.add(tie);
        return new PersonState(
                representative, allMembers, allTies, tie.at(), tie.pair().text());
    }
}
