package io.clientele.jobs.domain.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Persons to be resolved anew, because something changed that others may have been decided upon. It begins with the
 * persons of the changed pair and takes in a neighbour (whoever a refused link or merge leads to) only if that is
 * refused no longer. Until then the neighbour's history is what it was, so its ties stand for it: the work is bounded by
 * the links of the persons that change, not by everything that refused links lead to.
 */
final class Region {

    private final IdentityDraft draft;
    private final Map<String, PersonState> persons = new LinkedHashMap<>();
    private final Set<Identifier> members = new HashSet<>();

    private final Map<IdentifierPair, Linked> links = new TreeMap<>();
    private final Map<IdentifierPair, Decision> decisions = new TreeMap<>();
    private final Map<String, PersonState> neighbours = new HashMap<>();

    Region(IdentityDraft draft, IdentifierPair pair) {
        this.draft = draft;
        takeIn(draft.personOf(pair.first()));
        takeIn(draft.personOf(pair.second()));
    }

    /** The region of several persons, some of whose members are forgotten. */
    Region(IdentityDraft draft, Collection<PersonState> persons, Set<Identifier> forgotten) {
        this.draft = draft;
        persons.forEach(this::takeIn);
        members.removeAll(forgotten);
    }

    /**
     * Resolves the region and everything that turns out to belong to it, and notes what changed.
     *
     * @param cause the fact that made it necessary: its state is set, but to note it is left to the caller; null for none
     */
    void resolve(@Nullable IdentityFact cause) {
        IdentityResolution resolution;
        do {
            gather();
            resolution = IdentityResolution.of(facts(), draft.rules());
        } while (grow(resolution));
        settlePersons(resolution);
        Map<IdentifierPair, RefusalReason> refusedLinks = new HashMap<>();
        Set<IdentifierPair> refusedMerges = new HashSet<>();
        for (Refusal refusal : resolution.refusals()) {
            if (refusal.reason() == RefusalReason.CONTRADICTED) {
                refusedMerges.add(refusal.pair());
            } else {
                refusedLinks.put(refusal.pair(), refusal.reason());
            }
        }
        decisions.values().forEach(decision -> settle(decision, refusedMerges.contains(decision.pair()), cause));
        links.values().forEach(link -> settle(link, refusedLinks.get(link.pair()), cause));
    }

    private void takeIn(PersonState person) {
        if (persons.put(person.id(), person) == null) {
            members.addAll(person.identifiers());
        }
    }

    /** Collects what was said about the members, and the persons to whom links lead. */
    private void gather() {
        links.clear();
        decisions.clear();
        neighbours.clear();
        for (Identifier member : members) {
            if (!draft.isShared(member)) {
                draft.links(member).forEach(pair -> gather(pair, pair.other(member)));
            }
            draft.decisions(member).forEach(decision -> decisions.put(decision.pair(), decision));
        }
    }

    private void gather(IdentifierPair pair, Identifier other) {
        LinkState link = draft.link(pair);
        if (link != null && !draft.isShared(other)) {
            links.put(pair, new Linked(pair, link.at(), link.eventId()));
            if (!members.contains(other)) {
                PersonState neighbour = draft.personOf(other);
                neighbours.put(neighbour.id(), neighbour);
            }
        }
    }

    private List<IdentityFact> facts() {
        List<IdentityFact> facts = new ArrayList<>();
        members.forEach(
                member -> facts.add(new Seen(member, draft.identifier(member).seenAt(), "")));
        facts.addAll(links.values());
        facts.addAll(decisions.values());
        neighbours.values().forEach(person -> person.ties().forEach(tie -> facts.add(tie.fact())));
        return facts;
    }

    /** Takes in the neighbours that became one person with members. */
    private boolean grow(IdentityResolution resolution) {
        Set<Identifier> joining = new HashSet<>();
        for (Person person : resolution.persons()) {
            if (person.members().stream().anyMatch(members::contains)) {
                joining.addAll(person.members());
            }
        }
        joining.removeAll(members);
        joining.forEach(identifier -> takeIn(draft.personOf(identifier)));
        return !joining.isEmpty();
    }

    private void settlePersons(IdentityResolution resolution) {
        Map<Identifier, LinkPlace> last = new HashMap<>();
        for (Linked link : links.values()) {
            LinkPlace place = LinkPlace.of(link);
            last.merge(link.pair().first(), place, Region::later);
            last.merge(link.pair().second(), place, Region::later);
        }
        List<PersonState> settled = new ArrayList<>();
        for (Person person : resolution.persons()) {
            if (members.contains(person.representative())) {
                settled.add(settled(person, last));
            }
        }
        draft.replace(List.copyOf(persons.values()), settled);
    }

    private static PersonState settled(Person person, Map<Identifier, LinkPlace> last) {
        PersonState state = new PersonState(
                person.representative().text(),
                person.members().stream().sorted().map(Identifier::text).toList(),
                person.ties(),
                Long.MIN_VALUE,
                "");
        for (Identifier member : person.members()) {
            LinkPlace place = last.get(member);
            state = place == null ? state : state.reaching(place);
        }
        return state;
    }

    private static LinkPlace later(LinkPlace one, LinkPlace other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private void settle(Linked link, @Nullable RefusalReason refusal, @Nullable IdentityFact cause) {
        LinkState state = draft.link(link.pair());
        if (state != null && state.refusal() != refusal) {
            draft.put(link.pair(), state.refused(refusal));
            if (!link.equals(cause)) {
                draft.remarkLink(link.pair(), refusal);
            }
        }
    }

    private void settle(Decision decision, boolean isRefused, @Nullable IdentityFact cause) {
        DecisionState state = draft.decision(decision.pair());
        if (state != null && state.isRefused() != isRefused) {
            draft.put(decision.pair(), state.refused(isRefused));
            if (!decision.equals(cause)) {
                draft.remarkDecision(decision, isRefused);
            }
        }
    }
}
