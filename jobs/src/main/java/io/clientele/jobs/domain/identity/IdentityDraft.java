package io.clientele.jobs.domain.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of the graph that one fact touches, as it will be; nothing is stored before {@link #save}. */
final class IdentityDraft {

    private final IdentityStore store;
    private final IdentityRules rules;
    private final long at;
    private final String eventId;
    private final RecordDraft<IdentifierState> identifiers;
    private final RecordDraft<PersonState> persons;
    private final RecordDraft<LinkState> links;
    private final RecordDraft<DecisionState> decisions;
    private final List<Remark> remarks = new ArrayList<>();

    /** A log entry that waits for the persons to be settled. */
    private record Remark(
            IdentityLogKind kind,
            @Nullable RefusalReason reason,
            Identifier first,
            @Nullable Identifier second) {}

    /**
     * An empty draft.
     *
     * @param at event time of what is done, for the log
     * @param eventId what brought it about, for the log
     */
    IdentityDraft(IdentityStore store, IdentityRules rules, long at, String eventId) {
        this.store = store;
        this.rules = rules;
        this.at = at;
        this.eventId = eventId;
        this.identifiers = new RecordDraft<>(store::identifier);
        this.persons = new RecordDraft<>(store::person);
        this.links = new RecordDraft<>(store::link);
        this.decisions = new RecordDraft<>(store::decision);
    }

    IdentityRules rules() {
        return rules;
    }

    /** The rule of joining, with the unmerges that are in force. */
    JoinRule joinRule() {
        return new JoinRule(rules, this::apart);
    }

    // identifiers

    IdentifierState identifier(Identifier identifier) {
        return Objects.requireNonNull(identifiers.get(identifier.text()), () -> "unknown identifier " + identifier);
    }

    void put(Identifier identifier, IdentifierState state) {
        identifiers.put(identifier.text(), state);
    }

    /** Makes an identifier known; an earlier time than known may give its person another name. */
    void see(Identifier identifier, long at) {
        IdentifierState known = identifiers.get(identifier.text());
        if (known == null) {
            put(identifier, IdentifierState.alone(identifier, at));
            remark(IdentityLogKind.CREATED, null, identifier, null);
        } else if (at < known.seenAt()) {
            PersonState person = personOf(identifier);
            put(identifier, known.seenAt(at));
            if (eldestFirst().compare(identifier, Identifier.parse(person.representative())) < 0) {
                replace(List.of(person), List.of(person.represented(identifier)));
            }
        }
    }

    /** Whether any fact names it. */
    boolean isKnown(Identifier identifier) {
        return identifiers.get(identifier.text()) != null;
    }

    void remove(Identifier identifier) {
        identifiers.remove(identifier.text());
    }

    /** Takes in since when it is seen by itself. */
    void report(Identifier identifier, long at) {
        IdentifierState known = identifier(identifier);
        if (at < known.reportedAt()) {
            put(identifier, known.reportedAt(at));
        }
    }

    boolean isShared(Identifier identifier) {
        return rules.isShared(identifier(identifier).customerIds());
    }

    /** The earliest time of anything that is in force and names the identifier, epoch microseconds. */
    long firstSeen(Identifier identifier) {
        long first = identifier(identifier).seenAt();
        for (Decision decision : decisions(identifier)) {
            boolean isApplied = decision.isMerge()
                    && !Objects.requireNonNull(decision(decision.pair())).isRefused();
            first = isApplied ? Math.min(first, decision.at()) : first;
        }
        return first;
    }

    /** The order in which identifiers stand for their person. */
    Comparator<Identifier> eldestFirst() {
        return Comparator.comparingLong(this::firstSeen).thenComparing(Comparator.naturalOrder());
    }

    // persons

    PersonState personOf(Identifier identifier) {
        PersonState person = persons.get(identifier(identifier).personId());
        return person == null ? PersonState.alone(identifier) : person;
    }

    /** Keeps a person whose members and name are as before. */
    void put(PersonState person) {
        persons.put(person.id(), person);
    }

    /** Puts persons in place of others that had the same members altogether, and points those members at them. */
    void replace(List<PersonState> before, List<PersonState> after) {
        before.forEach(person -> persons.remove(person.id()));
        for (PersonState person : after) {
            String id = person.id();
            if (person.members().size() > 1 || !person.lastLink().isEmpty()) {
                persons.put(id, person);
            }
            for (Identifier member : person.identifiers()) {
                IdentifierState state = identifier(member);
                if (!state.personId().equals(id)) {
                    put(member, state.pointingAt(id));
                }
            }
        }
    }

    // links

    @Nullable
    LinkState link(IdentifierPair pair) {
        return links.get(pair.text());
    }

    void put(IdentifierPair pair, LinkState link) {
        links.put(pair.text(), link);
    }

    /** Keeps a new link and puts it at the head of both lists. */
    void enlist(Linked link) {
        String pair = link.pair().text();
        IdentifierState first = identifier(link.pair().first());
        IdentifierState second = identifier(link.pair().second());
        links.put(pair, new LinkState(link.at(), link.eventId(), null, first.newestLink(), second.newestLink()));
        put(link.pair().first(), first.withLink(pair));
        put(link.pair().second(), second.withLink(pair));
    }

    void removeLink(IdentifierPair pair) {
        links.remove(pair.text());
    }

    /** The texts of the pairs of all links in the store: goes through all of it. */
    Iterable<String> allLinks() {
        return store.linkPairs();
    }

    /** Puts a link that is kept, but in no list, at the head of both. */
    void enlist(IdentifierPair pair) {
        LinkState link = Objects.requireNonNull(link(pair), "a link that is kept");
        IdentifierState first = identifier(pair.first());
        IdentifierState second = identifier(pair.second());
        put(pair, new LinkState(link.at(), link.eventId(), link.refusal(), first.newestLink(), second.newestLink()));
        put(pair.first(), first.withLink(pair.text()));
        put(pair.second(), second.withLink(pair.text()));
    }

    /** Takes links out of the list of an identifier. */
    void unlist(Identifier identifier, Set<IdentifierPair> gone) {
        List<IdentifierPair> kept = new ArrayList<>(links(identifier));
        kept.removeAll(gone);
        String next = "";
        for (int index = kept.size() - 1; index >= 0; index--) {
            IdentifierPair pair = kept.get(index);
            LinkState link = Objects.requireNonNull(link(pair), "a listed link is kept");
            put(pair, link.followedBy(next, pair.first().equals(identifier)));
            next = pair.text();
        }
        put(identifier, identifier(identifier).withLink(next));
    }

    /** The listed links of an identifier, of which those with a shared end mean nothing. */
    List<IdentifierPair> links(Identifier identifier) {
        List<IdentifierPair> listed = new ArrayList<>();
        String next = identifier(identifier).newestLink();
        while (!next.isEmpty()) {
            IdentifierPair pair = IdentifierPair.parse(next);
            listed.add(pair);
            LinkState link = Objects.requireNonNull(links.get(next), "a listed link is kept");
            next = pair.first().equals(identifier) ? link.nextOfFirst() : link.nextOfSecond();
        }
        return listed;
    }

    // decisions

    @Nullable
    DecisionState decision(IdentifierPair pair) {
        return decisions.get(pair.text());
    }

    void put(IdentifierPair pair, DecisionState decision) {
        decisions.put(pair.text(), decision);
    }

    /** The decisions in force about an identifier. */
    List<Decision> decisions(Identifier identifier) {
        List<Decision> inForce = new ArrayList<>();
        for (String other : identifier(identifier).decided()) {
            IdentifierPair pair = IdentifierPair.of(identifier, Identifier.parse(other));
            inForce.add(
                    Objects.requireNonNull(decision(pair), "a decision is kept").about(pair));
        }
        return inForce;
    }

    void removeDecision(IdentifierPair pair) {
        decisions.remove(pair.text());
    }

    private Set<Identifier> apart(Identifier identifier) {
        Set<Identifier> apart = new HashSet<>();
        for (Decision decision : decisions(identifier)) {
            if (!decision.isMerge()) {
                apart.add(decision.pair().other(identifier));
            }
        }
        return apart;
    }

    // the log and the end

    void remark(IdentityLogKind kind, @Nullable RefusalReason reason, Identifier first, @Nullable Identifier second) {
        remarks.add(new Remark(kind, reason, first, second));
    }

    /** Notes that a link is now in force or refused. */
    void remarkLink(IdentifierPair pair, @Nullable RefusalReason refusal) {
        IdentityLogKind kind = refusal == null ? IdentityLogKind.LINKED : IdentityLogKind.REFUSED;
        remark(kind, refusal, pair.first(), pair.second());
    }

    /** Notes that a decision is now in force or refused. */
    void remarkDecision(Decision decision, boolean isRefused) {
        IdentityLogKind kind = decision.isMerge() ? IdentityLogKind.MERGED : IdentityLogKind.UNMERGED;
        remark(
                isRefused ? IdentityLogKind.REFUSED : kind,
                isRefused ? RefusalReason.CONTRADICTED : null,
                decision.pair().first(),
                decision.pair().second());
    }

    /** Stores everything and says what changed. */
    IdentityChange save() {
        List<PointerChange> pointers = new ArrayList<>();
        for (String identifier : identifiers.touched()) {
            IdentifierState before = identifiers.before(identifier);
            IdentifierState after = identifiers.get(identifier);
            String old = before == null ? null : before.personId();
            if (after != null && !after.personId().equals(old)) {
                pointers.add(new PointerChange(identifier, old, after.personId()));
            }
        }
        identifiers.save(store::putIdentifier, store::removeIdentifier);
        persons.save(store::putPerson, store::removePerson);
        links.save(store::putLink, store::removeLink);
        decisions.save(store::putDecision, store::removeDecision);
        return new IdentityChange(pointers, remarks.stream().map(this::entry).toList());
    }

    private IdentityLogEntry entry(Remark remark) {
        Identifier second = remark.second();
        return new IdentityLogEntry(
                remark.kind(),
                remark.reason(),
                remark.first().text(),
                second == null ? null : second.text(),
                identifier(remark.first()).personId(),
                second == null ? null : identifier(second).personId(),
                at,
                eventId);
    }
}
