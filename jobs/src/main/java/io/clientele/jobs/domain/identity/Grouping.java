package io.clientele.jobs.domain.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Identifiers in groups that grow by joining; each is alone at first. */
final class Grouping {

    /** Identifiers that belong together, and what joined them. A group equals itself alone. */
    static final class Group {

        private final Set<Identifier> members = new HashSet<>();
        private final List<Tie> ties = new ArrayList<>();

        Set<Identifier> members() {
            return members;
        }

        List<Tie> ties() {
            return ties;
        }
    }

    private final Map<Identifier, Group> groups = new HashMap<>();

    Grouping(Set<Identifier> identifiers) {
        for (Identifier identifier : identifiers) {
            Group alone = new Group();
            alone.members.add(identifier);
            groups.put(identifier, alone);
        }
    }

    boolean isTogether(IdentifierPair pair) {
        return group(pair.first()).equals(group(pair.second()));
    }

    Set<Identifier> membersWith(Identifier identifier) {
        return group(identifier).members;
    }

    /** Joins the groups of the pair, which are two. */
    void join(IdentifierPair pair, Tie tie) {
        Group one = group(pair.first());
        Group other = group(pair.second());
        boolean isOneSmaller = one.members.size() < other.members.size();
        Group larger = isOneSmaller ? other : one;
        Group smaller = isOneSmaller ? one : other;
        larger.members.addAll(smaller.members);
        larger.ties.addAll(smaller.ties);
        larger.ties.add(tie);
        smaller.members.forEach(identifier -> groups.put(identifier, larger));
    }

    Set<Group> all() {
        return new HashSet<>(groups.values());
    }

    private Group group(Identifier identifier) {
        Group group = groups.get(identifier);
        if (group == null) {
            throw new IllegalArgumentException("not among the identifiers: " + identifier);
        }
        return group;
    }
}
