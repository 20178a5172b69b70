package io.clientele.jobs.profile;

import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.state.PackedInput;
import io.clientele.jobs.state.PackedOutput;
import io.clientele.jobs.state.PackedSerializer;
import io.clientele.jobs.state.PackedSnapshot;
import io.clientele.jobs.state.PackedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/** What was said last of persons, as bytes. */
public final class PersonSummarySerializer extends PackedSerializer<PersonSummary> {
    private static final long serialVersionUID = 1L;

    private static final int KNOWN = 1;

    /** The one node takes the place of the ledger and of the nodes, which are its. */
    private static final int ALONE = 2;

    /** The graph has told of the node that the person is named after. */
    private static final int TOLD = 4;

    /** One of the two words to forget that node is missing. */
    private static final int FORGETTING = 8;

    /** Gives Flink the type. */
    public static final class Factory extends TypeInfoFactory<PersonSummary> {
        @Override
        public TypeInformation<PersonSummary> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return new PackedType<>(PersonSummary.class, PersonSummarySerializer::new);
        }
    }

    @Override
    protected void write(PersonSummary personSummary, PackedOutput out) {
        NodeProfile only = personSummary.only();
        Namesake namesake = personSummary.namesake();
        Integer graphFrom = namesake.graphFrom();
        int ahead = namesake.forgetting().ahead();
        out.number((personSummary.isKnown() ? KNOWN : 0)
                        | (only == null ? 0 : ALONE)
                        | (graphFrom == null ? 0 : TOLD)
                        | (ahead == 0 ? 0 : FORGETTING))
                .number(personSummary.version())
                .text(personSummary.customerId());
        if (graphFrom != null) {
            out.number(graphFrom);
        }
        if (ahead != 0) {
            out.number(ahead);
        }
        if (only == null) {
            writeNodes(personSummary, out);
        } else {
            NodeProfileSerializer.pack(only, out);
        }
        List<EarlierNodes.Version> earlier = personSummary.earlier().versions();
        out.number(earlier.size());
        for (EarlierNodes.Version version : earlier) {
            out.text(version.node()).number(version.through());
            OrderLedgers.pack(version.ledger(), out);
        }
    }

    private static void writeNodes(PersonSummary personSummary, PackedOutput out) {
        OrderLedgers.pack(personSummary.ledger(), out);
        List<String> nodes = personSummary.nodes();
        out.flag(nodes != null);
        if (nodes != null) {
            out.number(nodes.size());
            nodes.forEach(out::text);
        }
    }

    @Override
    protected PersonSummary read(PackedInput in) {
        int flags = in.count();
        boolean isKnown = (flags & KNOWN) != 0;
        long version = in.number();
        String customerId = in.text();
        @Nullable Integer graphFrom = (flags & TOLD) == 0 ? null : (Integer) in.count();
        Namesake namesake = new Namesake(graphFrom, new Forgetting((flags & FORGETTING) == 0 ? 0 : in.count()));
        if ((flags & ALONE) != 0) {
            NodeProfile only = NodeProfileSerializer.unpack(in);
            return new PersonSummary(
                    isKnown, version, customerId, only.ledger(), List.of(only.nodeKey()), earlier(in), only, namesake);
        }
        OrderLedger ledger = OrderLedgers.unpack(in);
        @Nullable List<String> nodes = in.flag() ? nodes(in) : null;
        return new PersonSummary(isKnown, version, customerId, ledger, nodes, earlier(in), null, namesake);
    }

    private static List<String> nodes(PackedInput in) {
        int size = in.count();
        List<String> nodes = new ArrayList<>(size);
        for (int left = size; left > 0; left--) {
            nodes.add(in.givenText());
        }
        return nodes;
    }

    private static EarlierNodes earlier(PackedInput in) {
        int size = in.count();
        if (size == 0) {
            return EarlierNodes.NONE;
        }
        List<EarlierNodes.Version> versions = new ArrayList<>(size);
        for (int left = size; left > 0; left--) {
            versions.add(new EarlierNodes.Version(in.givenText(), in.count(), OrderLedgers.unpack(in)));
        }
        return new EarlierNodes(versions);
    }

    @Override
    public PersonSummary copy(PersonSummary from) {
        NodeProfile only = from.only();
        return only == null ? from : from.with(NodeProfileSerializer.copyOf(only));
    }

    @Override
    public PersonSummary createInstance() {
        return PersonSummary.NONE;
    }

    @Override
    public TypeSerializer<PersonSummary> duplicate() {
        return new PersonSummarySerializer();
    }

    @Override
    public TypeSerializerSnapshot<PersonSummary> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint says of it. */
    public static final class Snapshot extends PackedSnapshot<PersonSummary> {
        /** Flink makes one. */
        public Snapshot() {
            super(PersonSummarySerializer::new);
        }
    }
}
