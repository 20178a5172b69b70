package io.clientele.jobs.profile;

import java.util.ArrayList;
import java.util.List;

/** News of a node that count from the end of the same business day on, in the order in which the graph told them. */
public record HeldNews(List<IdentityNews> news) {

    static HeldNews of(IdentityNews first) {
        return new HeldNews(List.of(first));
    }

    HeldNews and(IdentityNews next) {
        List<IdentityNews> more = new ArrayList<>(news);
        more.add(next);
        return new HeldNews(more);
    }
}
