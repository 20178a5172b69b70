package io.clientele.jobs.domain.identity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes identifiers out of the graph with all that names them, and resolves anew whoever had to do with them: the persons they were
 * part of, and those to whom a link or decision led. An identifier that was shared only because of a forgotten customer number is
 * shared no longer, so its links are judged again.
 */
final class Forgetting {

    private final IdentityDraft draft;
    private final Set<Identifier> forgotten = new LinkedHashSet<>();
    private final Set<String> texts;

    private final Set<IdentifierPair> goneLinks = new LinkedHashSet<>();
    private final Set<IdentifierPair> goneDecisions = new LinkedHashSet<>();
    private final Set<Identifier> bereaved = new LinkedHashSet<>();
    private final Map<String, PersonState> persons = new LinkedHashMap<>();

    Forgetting(Set<Identifier> identifiers, IdentityDraft draft) {
        this.draft = draft;
        identifiers.stream().filter(draft::isKnown).forEach(forgotten::add);
        this.texts = forgotten.stream().map(Identifier::text).collect(Collectors.toSet());
    }

    void apply() {
        if (forgotten.isEmpty()) {
            return;
        }
        collect();
        Map<Identifier, Set<IdentifierPair>> keptLinks = linksOfBereaved();
        Set<Identifier> sharedBefore = bereaved.stream().filter(draft::isShared).collect(Collectors.toSet());
        bereaved.forEach(identifier -> bereave(identifier, keptLinks.getOrDefault(identifier, Set.of())));
        goneLinks.forEach(draft::removeLink);
        goneDecisions.forEach(draft::removeDecision);
        Set<IdentifierPair> revived = new LinkedHashSet<>();
        for (Identifier identifier : sharedBefore) {
            if (!draft.isShared(identifier)) {
                revived.addAll(revive(identifier, keptLinks.getOrDefault(identifier, Set.of())));
            }
        }
        Set<Identifier> gone = new HashSet<>(forgotten);
        bereaved.stream()
                .filter(identifier -> draft.identifier(identifier).isNothing())
                .forEach(gone::add);
        new Region(draft, persons.values(), gone).resolve(null);
        gone.forEach(draft::remove);
        revived.forEach(this::reach);
    }

    /** Everything that names one of them, and everybody else whom that names. */
    private void collect() {
        for (String text : draft.allLinks()) {
            IdentifierPair pair = IdentifierPair.parse(text);
            if (forgotten.contains(pair.first()) || forgotten.contains(pair.second())) {
                goneLinks.add(pair);
            }
        }
        for (Identifier identifier : forgotten) {
            persons.put(draft.personOf(identifier).id(), draft.personOf(identifier));
            draft.decisions(identifier).forEach(decision -> goneDecisions.add(decision.pair()));
        }
        goneLinks.forEach(this::noteOthers);
        goneDecisions.forEach(this::noteOthers);
        bereaved.removeAll(forgotten);
        bereaved.forEach(other -> persons.put(draft.personOf(other).id(), draft.personOf(other)));
    }

    private void noteOthers(IdentifierPair pair) {
        bereaved.add(pair.first());
        bereaved.add(pair.second());
    }

    private Map<Identifier, Set<IdentifierPair>> linksOfBereaved() {
        Map<Identifier, Set<IdentifierPair>> kept = new HashMap<>();
        if (bereaved.isEmpty()) {
            return kept;
        }
        for (String text : draft.allLinks()) {
            IdentifierPair pair = IdentifierPair.parse(text);
            if (!goneLinks.contains(pair)) {
                for (Identifier end : Set.of(pair.first(), pair.second())) {
                    if (bereaved.contains(end)) {
                        kept.computeIfAbsent(end, none -> new LinkedHashSet<>()).add(pair);
                    }
                }
            }
        }
        return kept;
    }

    private void bereave(Identifier identifier, Set<IdentifierPair> keptLinks) {
        draft.unlist(identifier, goneLinks);
        int fewerCustomerIds = 0;
        for (IdentifierPair gone : goneLinks) {
            boolean isIts = gone.first().equals(identifier) || gone.second().equals(identifier);
            if (isIts && gone.other(identifier).type() == IdentifierType.CUSTOMER_ID) {
                fewerCustomerIds++;
            }
        }
        long linkedAt = Evidence.NEVER;
        for (IdentifierPair pair : keptLinks) {
            linkedAt = Math.min(linkedAt, link(pair).at());
        }
        draft.put(identifier, draft.identifier(identifier).without(texts, fewerCustomerIds, linkedAt));
    }

    /** Lists the links of one that is shared no longer, as far as their other ends are not shared either. */
    private Set<IdentifierPair> revive(Identifier identifier, Set<IdentifierPair> keptLinks) {
        Set<IdentifierPair> listed = new HashSet<>(draft.links(identifier));
        Set<IdentifierPair> revived = new LinkedHashSet<>();
        for (IdentifierPair pair : keptLinks) {
            if (!draft.isShared(pair.other(identifier))) {
                revived.add(pair);
                if (!listed.contains(pair)) {
                    draft.enlist(pair);
                }
            }
        }
        return revived;
    }

    /** A link that counts again is among the links of both persons, whatever was decided about it. */
    private void reach(IdentifierPair pair) {
        LinkPlace place = new LinkPlace(link(pair).at(), pair);
        draft.put(draft.personOf(pair.first()).reaching(place));
        draft.put(draft.personOf(pair.second()).reaching(place));
    }

    private LinkState link(IdentifierPair pair) {
        return Objects.requireNonNull(draft.link(pair), "a link that is kept");
    }
}
