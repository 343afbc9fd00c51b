package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.clawdbot.testkit.simulator.http.Json;

/** The models on offer, in the shape of the wire. Can be replaced at run time. */
public final class ModelList {

    private volatile JsonNode document;

    private ModelList(JsonNode document) {
        this.document = document;
    }

    /**
     * The built-in list: about a dozen rows that show every shape the live list was seen to have.
     *
     * @return a new list
     */
    public static ModelList builtIn() {
        try (InputStream in = ModelList.class.getResourceAsStream("/org/clawdbot/testkit/simulator/models.json")) {
            if (in == null) {
                throw new IllegalStateException("models.json is missing from the test kit");
            }
            return new ModelList(Json.MAPPER.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Replaces the list.
     *
     * @param json {@code {"object":"list","data":[…]}}, or only the array
     * @throws IllegalArgumentException when it is neither
     */
    public void replace(String json) {
        JsonNode parsed;
        try {
            parsed = Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The model list is not JSON: " + e.getOriginalMessage(), e);
        }
        if (parsed.isArray()) {
            parsed = wrap((ArrayNode) parsed);
        }
        if (!parsed.path("data").isArray()) {
            throw new IllegalArgumentException("The model list needs a \"data\" array");
        }
        document = parsed;
    }

    /**
     * Replaces the list by these ids; known ones keep their row, others get a plain one.
     *
     * @param ids the ids in order
     */
    public void replace(Collection<String> ids) {
        ArrayNode rows = Json.MAPPER.createArrayNode();
        ids.forEach(id -> rows.add(find(id).orElseGet(() -> plainRow(id))));
        document = wrap(rows);
    }

    private static ObjectNode wrap(ArrayNode rows) {
        ObjectNode list = Json.object().put("object", "list");
        list.set("data", rows);
        return list;
    }

    private static ObjectNode plainRow(String id) {
        ObjectNode row = Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", 1767225600)
                .put("owned_by", "sglang")
                .put("root", id)
                .putNull("parent")
                .put(
                        "chute_id",
                        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("confidential_compute", id.endsWith("-TEE"))
                .put("max_model_len", 131072)
                .put("context_length", 131072)
                .put("max_output_length", 65536);
        row.putArray("input_modalities").add("text");
        row.putArray("output_modalities").add("text");
        row.putArray("supported_features").add("json_mode").add("tools").add("structured_outputs");
        row.putObject("pricing").put("prompt", 0.1).put("completion", 0.4).put("input_cache_read", 0.01);
        return row;
    }

    /**
     * The list as it goes over the wire.
     *
     * @return the document
     */
    public JsonNode document() {
        return document;
    }

    /**
     * Finds a row.
     *
     * @param idOrChute a model id or a chute UUID
     * @return the row, or empty
     */
    public Optional<JsonNode> find(String idOrChute) {
        for (JsonNode row : document.path("data")) {
            if (row.path("id").asText().equals(idOrChute)
                    || row.path("chute_id").asText().equals(idOrChute)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }
}
