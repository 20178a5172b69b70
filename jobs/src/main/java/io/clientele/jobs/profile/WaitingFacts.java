package io.clientele.jobs.profile;

import java.util.List;

/** Facts that cannot be judged before a node has told since when it is there. */
public record WaitingFacts(List<NodeFact> facts) {}
