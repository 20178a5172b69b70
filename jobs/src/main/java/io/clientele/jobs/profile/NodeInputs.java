package io.clientele.jobs.profile;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What has come for a node since it was told last.
 *
 * @param node the node, {@code type:value}
 * @param inputs in the order in which they came, at least one
 */
@TypeInfo(NodeInputsSerializer.Factory.class)
public record NodeInputs(String node, List<NodeInput> inputs) {

    static NodeInputs of(NodeInput input) {
        return new NodeInputs(input.node(), List.of(input));
    }
}
