package io.clientele.jobs.erasure;

import io.clientele.connectors.kafka.EventIdentifiers;
import io.clientele.connectors.kafka.KafkaSettings;
import io.clientele.connectors.kafka.RecordSource;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.IdentifierDigest;
import java.util.Collection;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The topic {@code erasures}, and the digests of erased identifiers that every subtask keeps of it in broadcast state
 * {@code erased} (digest → when it was requested, epoch microseconds). A digest stays until it is lifted.
 */
public final class Erasures {

    /** The digests of erased identifiers. */
    public static final MapStateDescriptor<String, Long> ERASED =
            new MapStateDescriptor<>("erased", Types.STRING, Types.LONG);

    private Erasures() {}

    /** The topic, from its beginning. */
    public static DataStream<Erasure> of(
            StreamExecutionEnvironment env, KafkaSettings settings, String groupId, String uid) {
        return RecordSource.of(env, settings, Contracts.ERASURE, groupId, uid, Erasure.class, Erasure::of);
    }

    /** Takes an erasure, or its lifting, into the state. */
    public static void remember(Erasure erasure, BroadcastState<String, Long> erased) throws Exception {
        for (ErasedIdentifier identifier : erasure.identifiers()) {
            if (erasure.isLift()) {
                erased.remove(identifier.digest());
            } else {
                erased.put(identifier.digest(), erasure.requestedAt());
            }
        }
    }

    /** Whether one of the identifiers that an event was sent with is erased. */
    public static boolean isErased(EventIdentifiers identifiers, ReadOnlyBroadcastState<String, Long> erased)
            throws Exception {
        return isAny(erased)
                && (isErased("customer_id", identifiers.customerId(), erased)
                        || isErased("loyalty_id", identifiers.loyaltyId(), erased)
                        || isErased("email_sha256", identifiers.emailSha256(), erased)
                        || isErased("phone_sha256", identifiers.phoneSha256(), erased)
                        || isErased("device_id", identifiers.deviceId(), erased)
                        || isErased("anonymous_id", identifiers.anonymousId(), erased));
    }

    /** Whether an identifier is erased. */
    public static boolean isErased(String type, @Nullable String value, ReadOnlyBroadcastState<String, Long> erased)
            throws Exception {
        return value != null && isAny(erased) && erased.contains(IdentifierDigest.of(type, value));
    }

    /** Whether one of these, {@code type:value} each, is erased. */
    public static boolean isAnyErased(Collection<String> identifiers, ReadOnlyBroadcastState<String, Long> erased)
            throws Exception {
        if (!isAny(erased)) {
            return false;
        }
        for (String identifier : identifiers) {
            if (erased.contains(IdentifierDigest.ofText(identifier))) {
                return true;
            }
        }
        return false;
    }

    /** Digests cost more than this look, and mostly nobody is erased. */
    private static boolean isAny(ReadOnlyBroadcastState<String, Long> erased) throws Exception {
        return erased.immutableEntries().iterator().hasNext();
    }
}
