package io.clientele.jobs.domain.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes an observed link into the graph. A link that is the last of both persons, in canonical order, is simply applied.
 * One that comes late is judged at its place, by what the two persons were then: refused or redundant there, it has
 * changed nothing for the links behind it; only if it joins them there is the {@link Region} around it resolved anew.
 */
record LinkObservation(Linked link, IdentityDraft draft) {

    void apply() {
        draft.see(pair().first(), link.at());
        draft.see(pair().second(), link.at());
        LinkState known = draft.link(pair());
        if (known == null) {
            takeIn();
        } else {
            draft.put(pair(), known.observed(link));
            if (link.at() < known.at() && known.refusal() != RefusalReason.SHARED) {
                RefusalReason refusal = judge();
                if (refusal != known.refusal()) {
                    draft.remarkLink(pair(), refusal);
                }
            }
        }
    }

    private void takeIn() {
        List<Identifier> sharedBefore = shared();
        countCustomerId(pair().first(), pair().second());
        countCustomerId(pair().second(), pair().first());
        List<Identifier> shared = shared();
        if (shared.isEmpty()) {
            draft.enlist(link);
            draft.remarkLink(pair(), judge());
            return;
        }
        draft.put(pair(), new LinkState(link.at(), link.eventId(), RefusalReason.SHARED, "", ""));
        draft.remarkLink(pair(), RefusalReason.SHARED);
        shared.removeAll(sharedBefore);
        if (!shared.isEmpty()) {
            shared.forEach(this::cutOff);
            resolveAnew();
        }
    }

    private List<Identifier> shared() {
        List<Identifier> shared = new ArrayList<>(List.of(pair().first(), pair().second()));
        shared.removeIf(identifier -> !draft.isShared(identifier));
        return shared;
    }

    private void countCustomerId(Identifier one, Identifier other) {
        if (other.type() == IdentifierType.CUSTOMER_ID) {
            draft.put(one, draft.identifier(one).withCustomerId());
        }
    }

    /** Refuses every link of an identifier that has become shared. */
    private void cutOff(Identifier shared) {
        for (IdentifierPair other : draft.links(shared)) {
            LinkState cut = Objects.requireNonNull(draft.link(other));
            if (cut.refusal() != RefusalReason.SHARED) {
                draft.put(other, cut.refused(RefusalReason.SHARED));
                draft.remarkLink(other, RefusalReason.SHARED);
            }
        }
    }

    /**
     * Applies a listed link; why it is refused, or null. One that was applied at a later place before is still among the
     * person's links there, so it is never the last one: if it was a tie, it joins the same two here, and all that
     * followed is resolved anew; if not, it has changed nothing there.
     */
    private @Nullable RefusalReason judge() {
        LinkPlace place = LinkPlace.of(link);
        PersonState one = draft.personOf(pair().first());
        PersonState other = draft.personOf(pair().second());
        Set<Identifier> oneThen = one.membersBefore(place, pair().first());
        RefusalReason refusal = null;
        if (!oneThen.contains(pair().second())) {
            refusal = draft.joinRule().refusal(oneThen, other.membersBefore(place, pair().second()));
            if (refusal == null) {
                return one.endsBefore(place) && other.endsBefore(place) ? join(one, other) : resolveAnew();
            }
        }
        draft.put(one.reaching(place));
        draft.put(draft.personOf(pair().second()).reaching(place));
        draft.put(pair(), Objects.requireNonNull(draft.link(pair())).refused(refusal));
        return refusal;
    }

    private @Nullable RefusalReason join(PersonState one, PersonState other) {
        boolean isOneElder = draft.eldestFirst()
                        .compare(Identifier.parse(one.representative()), Identifier.parse(other.representative()))
                < 0;
        PersonState elder = isOneElder ? one : other;
        PersonState younger = isOneElder ? other : one;
        draft.replace(List.of(one, other), List.of(elder.joined(younger, Tie.of(link))));
        return null;
    }

    private @Nullable RefusalReason resolveAnew() {
        new Region(draft, pair()).resolve(link);
        return Objects.requireNonNull(draft.link(pair())).refusal();
    }

    private IdentifierPair pair() {
        return link.pair();
    }
}
