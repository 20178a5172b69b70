package io.clientele.jobs.domain.identity;

import java.util.Objects;
import java.util.Set;

/**
 * Who is who, fact by fact: after any facts in any order the store holds what {@link IdentityResolution} says of them.
 *
 * <p>A fact reads and writes the records of the persons that it touches, and of their neighbours only if it changes what
 * was decided before: see {@link LinkObservation} and {@link Region}. A shared identifier costs each further link of its
 * own two records, and all other links nothing.
 */
public final class IdentityGraph {

    private final IdentityStore store;
    private final IdentityRules rules;

    /** A graph over what is stored already, which must have been made by the same rules. */
    public IdentityGraph(IdentityStore store, IdentityRules rules) {
        this.store = store;
        this.rules = rules;
    }

    /** Whether the fact says nothing new: it would change no record, and {@link #apply} drops it. */
    public boolean isKnown(IdentityFact fact) {
        if (fact instanceof Seen seen) {
            IdentifierState known = store.identifier(seen.identifier().text());
            return known != null && known.reportedAt() <= seen.at();
        }
        if (fact instanceof Linked link) {
            LinkState known = store.link(link.pair().text());
            return known != null && !link.prevailsOver(new Linked(link.pair(), known.at(), known.eventId()));
        }
        Decision decision = (Decision) fact;
        DecisionState known = store.decision(decision.pair().text());
        return known != null && !decision.prevailsOver(known.about(decision.pair()));
    }

    /** Takes in a fact and says what it changed. */
    public IdentityChange apply(IdentityFact fact) {
        if (isKnown(fact)) {
            return IdentityChange.NOTHING;
        }
        IdentityDraft draft = new IdentityDraft(store, rules, fact.at(), fact.eventId());
        if (fact instanceof Seen seen) {
            draft.see(seen.identifier(), seen.at());
            draft.report(seen.identifier(), seen.at());
        } else if (fact instanceof Linked link) {
            new LinkObservation(link, draft).apply();
        } else {
            decide((Decision) fact, draft);
        }
        return draft.save();
    }

    /**
     * Forgets identifiers and every fact that names one of them, all at once: afterwards the store holds what
     * {@link IdentityResolution} says of the other facts. Goes through all links, since a shared identifier does not list its own.
     *
     * @param at when, for the log
     * @param eventId what for, for the log
     * @return what became of others; nothing is said of the forgotten ones
     */
    public IdentityChange forget(Set<Identifier> identifiers, long at, String eventId) {
        IdentityDraft draft = new IdentityDraft(store, rules, at, eventId);
        new Forgetting(identifiers, draft).apply();
        return draft.save();
    }

    private static void decide(Decision decision, IdentityDraft draft) {
        IdentifierPair pair = decision.pair();
        draft.see(pair.first(), Evidence.NEVER);
        draft.see(pair.second(), Evidence.NEVER);
        DecisionState known = draft.decision(pair);
        draft.put(pair, DecisionState.of(decision));
        if (known == null) {
            draft.put(pair.first(), draft.identifier(pair.first()).decidedWith(pair.second()));
            draft.put(pair.second(), draft.identifier(pair.second()).decidedWith(pair.first()));
        }
        new Region(draft, pair).resolve(decision);
        boolean isRefused = Objects.requireNonNull(draft.decision(pair)).isRefused();
        if (known == null || known.isMerge() != decision.isMerge() || known.isRefused() != isRefused) {
            draft.remarkDecision(decision, isRefused);
        }
    }
}
